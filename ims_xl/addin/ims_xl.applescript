-- Called by the add-in in Excel for Mac: runs Python beside Excel, which must be free to answer it.
-- The parameter is two lines: the interpreter and the Python code. Both are quoted for the shell.
on RunPython(parameter)
	set interpreter to paragraph 1 of parameter
	set code to paragraph 2 of parameter
	do shell script quoted form of interpreter & " -E -P -c " & quoted form of code & " > /dev/null 2>&1 &"
	return "started"
end RunPython
