Attribute VB_Name = "ImsHost"
' What lies outside Excel: the configuration, and small files in the user's profile.
' Nothing here looks at the active workbook or at the folder it lies in. Formulas and shapes of any workbook can call
' what is public in an add-in; so files are named without folder.
Option Explicit
Option Private Module

Public Function ImsSetting(ByVal key As String) As String
    ' A value that `ims-xl addin install` wrote into the user's profile.
    #If Mac Then
        ImsSetting = ImsValue(TextOf(Environ("HOME") & "/ims_xl/addin.json"), key)
    #Else
        ImsSetting = ImsValue(TextOf(CreateObject("WScript.Shell").ExpandEnvironmentStrings("%USERPROFILE%") & _
            "\.ims_xl\addin.json"), key)
    #End If
End Function

Public Function ImsRead(ByVal name As String) As String
    ' A file that Python and the add-in exchange; "" when there is none or it is just being written.
    ImsRead = TextOf(PathOf(name))
End Function

Public Sub ImsWrite(ByVal name As String, ByVal text As String)
    On Error Resume Next
    #If Mac Then
        Dim number As Integer
        number = FreeFile
        Open PathOf(name) For Output As #number
        Print #number, text;
        Close #number
    #Else
        Dim stream As Object
        Set stream = CreateObject("Scripting.FileSystemObject").CreateTextFile(PathOf(name), True)
        stream.Write text
        stream.Close
    #End If
End Sub

Public Sub ImsDelete(ByVal name As String)
    On Error Resume Next
    #If Mac Then
        Kill PathOf(name)
    #Else
        Dim files As Object
        Set files = CreateObject("Scripting.FileSystemObject")
        If files.FileExists(PathOf(name)) Then files.DeleteFile PathOf(name), True
    #End If
End Sub

Public Function ImsIsThere(ByVal path As String) As Boolean
    ' On a Mac Excel may not look into a folder before the user opened something there.
    #If Mac Then
        ImsIsThere = True
        On Error Resume Next
        ImsIsThere = (Dir(path) <> "")
    #Else
        ImsIsThere = CreateObject("Scripting.FileSystemObject").FileExists(path)
    #End If
End Function

Public Function ImsIsInProtectedView() As Boolean
    ' Such a workbook is no workbook to macros.
    #If Mac Then
        ImsIsInProtectedView = False
    #Else
        On Error Resume Next
        ImsIsInProtectedView = Not (Application.ActiveProtectedViewWindow Is Nothing)
    #End If
End Function

Public Function ImsCommand(ByVal interpreter As String, ByVal words As String) As String
    ' -E and -P: no PYTHONPATH, and the current folder is not on sys.path. No command shell takes part.
    ImsCommand = """" & interpreter & """ -E -P " & words
End Function

Public Function ImsIsLocal(ByVal interpreter As String) As Boolean
    ' A full path on a drive of this computer: neither "python", which is searched for, nor one on a network share.
    ImsIsLocal = interpreter Like "[A-Za-z]:\*\*" And InStr(interpreter, """") = 0
End Function

Private Function PathOf(ByVal name As String) As String
    If name Like "*[!a-z0-9.-]*" Then Exit Function
    #If Mac Then
        PathOf = ImsSetting("folder") & "/" & name
    #Else
        PathOf = ImsSetting("folder") & "\" & name
    #End If
End Function

Private Function TextOf(ByVal path As String) As String
    On Error Resume Next
    #If Mac Then
        Dim number As Integer
        If Dir(path) = "" Then Exit Function
        number = FreeFile
        Open path For Input As #number
        If LOF(number) > 0 Then TextOf = Input$(LOF(number), #number)
        Close #number
    #Else
        Dim files As Object, stream As Object
        Set files = CreateObject("Scripting.FileSystemObject")
        If Not files.FileExists(path) Then Exit Function
        Set stream = files.OpenTextFile(path, 1)
        If Not stream.AtEndOfStream Then TextOf = stream.ReadAll
        stream.Close
    #End If
End Function
