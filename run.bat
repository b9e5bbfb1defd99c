@echo off
rem The same as "make run", for Windows. Set PORT or PANTAU_DATABASE_URL beforehand to change them.
cd /d "%~dp0"
set PYTHONUTF8=1
py -3 scripts\prepare.py && .venv\Scripts\python.exe scripts\serve.py
if errorlevel 1 pause
