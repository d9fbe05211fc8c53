// Files made in the browser. Nothing is sent anywhere. No module, for a site in a folder has none.
"use strict";
window.rnFiles = (() => {
  /** Give the reader a file. `content` is what a Blob takes. */
  function download(name, type, content) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([content], { type }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000); // some browsers read it later
  }

  /**
   * Return `rows` as CSV (RFC 4180) the way Excel in Norwegian opens it: semicolons, CRLF, and a
   * byte order mark, which tells it that the text is UTF-8. What would be taken for a formula gets
   * an apostrophe before it.
   */
  function csv(rows) {
    const cell = (value) => {
      const text = typeof value === "number" ? String(value) : value.replace(/^(?=[=+\-@\t\r])/, "'");
      return /[";\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    };
    return `\uFEFF${rows.map((row) => `${row.map(cell).join(";")}\r\n`).join("")}`;
  }

  /**
   * Return `rows` as a workbook (ECMA-376, SpreadsheetML) of one sheet, the first row its heading.
   * @param {(string|number)[][]} rows
   * @param {string} name the sheet's; at most 31 letters, none of []:*?/\
   * @param {number[]} widths of the columns, in letters.
   */
  function xlsx(rows, name, widths) {
    const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const packaged = "http://schemas.openxmlformats.org/package/2006";
    const type = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    const last = `${column(rows[0].length - 1)}${rows.length}`;
    const parts = {
      "[Content_Types].xml": `<Types xmlns="${packaged}/content-types">`
        + '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        + `<Override PartName="/xl/workbook.xml" ContentType="${type}.sheet.main+xml"/>`
        + `<Override PartName="/xl/worksheets/sheet1.xml" ContentType="${type}.worksheet+xml"/>`
        + `<Override PartName="/xl/styles.xml" ContentType="${type}.styles+xml"/></Types>`,
      "_rels/.rels": `<Relationships xmlns="${packaged}/relationships">`
        + `<Relationship Id="r1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
      "xl/workbook.xml": `<workbook xmlns="${main}" xmlns:r="${office}"><sheets>`
        + `<sheet name="${xml(name)}" sheetId="1" r:id="r1"/></sheets></workbook>`,
      "xl/_rels/workbook.xml.rels": `<Relationships xmlns="${packaged}/relationships">`
        + `<Relationship Id="r1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/>`
        + `<Relationship Id="r2" Type="${office}/styles" Target="styles.xml"/></Relationships>`,
      "xl/styles.xml": `<styleSheet xmlns="${main}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>`
        + '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
        + '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
        + '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        + '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        + '<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>'
        + '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs>'
        + '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
      "xl/worksheets/sheet1.xml": `<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0">`
        + '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        + `<cols>${widths.map((width, i) => `<col min="${i + 1}" max="${i + 1}" width="${width}" customWidth="1"/>`).join("")}</cols>`
        + `<sheetData>${rows.map(row).join("")}</sheetData><autoFilter ref="A1:${last}"/></worksheet>`,
    };
    const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
    return zip(Object.entries(parts).map(([path, text]) => [path, head + text]));
  }

  function row(cells, index) {
    const made = cells.map((value, at) => {
      const place = `r="${column(at)}${index + 1}" s="${index ? 0 : 1}"`;
      return typeof value === "number" ? `<c ${place}><v>${value}</v></c>`
        : `<c ${place} t="inlineStr"><is><t xml:space="preserve">${xml(value)}</t></is></c>`;
    });
    return `<row r="${index + 1}">${made.join("")}</row>`;
  }

  /** Return the letter of a column, counted from 0; there are at most 26 here. */
  const column = (index) => String.fromCharCode(65 + index);

  /** Return `text` for XML 1.0, which has no way to write most control characters. */
  function xml(text) {
    const known = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
    return text.replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, "")
      .replace(/[&<>"]/g, (sign) => known[sign]);
  }

  /**
   * Return a ZIP archive (PKWARE's APPNOTE 6.3.10) of texts, stored as they are.
   * @param {[string, string][]} files paths and texts.
   */
  function zip(files) {
    const encoder = new TextEncoder();
    const chunks = [], directory = [];
    let offset = 0;
    for (const [path, text] of files) {
      const name = encoder.encode(path), data = encoder.encode(text);
      // What the local header and the directory's entry have in common: version 2.0, names in
      // UTF-8, stored, 1 January 1980, checksum, sizes, length of the name.
      const common = [[20, 2], [0x800, 2], [0, 2], [0, 2], [0x21, 2], [crc32(data), 4],
        [data.length, 4], [data.length, 4], [name.length, 2], [0, 2]];
      const local = bytes([[0x04034b50, 4], ...common]);
      directory.push(bytes([[0x02014b50, 4], [20, 2], ...common, [0, 2], [0, 2], [0, 2], [0, 4],
        [offset, 4]]), name);
      chunks.push(local, name, data);
      offset += local.length + name.length + data.length;
    }
    const size = directory.reduce((sum, part) => sum + part.length, 0);
    const end = bytes([[0x06054b50, 4], [0, 2], [0, 2], [files.length, 2], [files.length, 2],
      [size, 4], [offset, 4], [0, 2]]);
    return new Blob([...chunks, ...directory, end]);
  }

  /** Return numbers of so many bytes each, the lowest byte first. */
  function bytes(fields) {
    const made = new Uint8Array(fields.reduce((sum, [, length]) => sum + length, 0));
    let at = 0;
    for (const [value, length] of fields) {
      for (let i = 0; i < length; i += 1) made[at + i] = (value >>> (8 * i)) & 255;
      at += length;
    }
    return made;
  }

  /** Return the checksum that ZIP asks for (ISO 3309, reflected 0x04C11DB7). */
  function crc32(data) {
    let sum = ~0;
    for (const byte of data) {
      sum ^= byte;
      for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
    }
    return ~sum >>> 0;
  }

  return { csv, download, xlsx };
})();
