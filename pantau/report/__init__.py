"""What is handed out: the forum's steps, posters and handouts of an RW, and the month's report for the lurah.

Content is computed once (``residents``, ``monthly``) from the queries of the pages, as sentences, tables and pictures;
``paper`` sets it as PDF, ``slides`` as PPTX, and ``pantau.ui.forum_page`` shows it on a wall.
"""
