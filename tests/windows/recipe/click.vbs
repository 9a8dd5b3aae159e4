' Starts Python as the ribbon does: the command line in the file given (UTF-16), from the folder of its interpreter.
Option Explicit
Dim files, shell, command
Set files = CreateObject("Scripting.FileSystemObject")
Set shell = CreateObject("WScript.Shell")
command = files.OpenTextFile(WScript.Arguments(0), 1, False, -1).ReadLine
shell.CurrentDirectory = WScript.Arguments(1)
WScript.Echo "ended with " & shell.Run(command, 0, True)
