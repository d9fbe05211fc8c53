"""Reading Lovdata's open data (NLOD 2.0): acts and regulations in force, and Norsk Lovtidend.

The files are HTML documents in tar archives. Nothing is unpacked to disk and nothing is fetched.
"""
