-- Called by the add-in in Excel for Mac: runs Python beside Excel, which must be free to answer it.
-- The parameter is two lines: the interpreter and the name of the file that says what to do. Both are quoted for the shell.
on RunPython(parameter)
	set interpreter to paragraph 1 of parameter
	set calling to paragraph 2 of parameter
	do shell script quoted form of interpreter & " -E -P -m ims_xl.macros " & quoted form of calling & " > /dev/null 2>&1 &"
	return "started"
end RunPython
