Attribute VB_Name = "ImsBox"
' The message box. VBA's own knows only the system's code page and shows the rupee sign as a question mark; Windows' own
' would have to be declared, and many offices block macros that declare functions of Windows.
Option Explicit
Option Private Module

Private Const IN_FRONT As Long = 4096 ' else it may lie behind Excel's window

Public Function ImsShow(ByVal text As String, ByVal style As Long, ByVal title As String) As Long
    #If Mac Then
        ImsShow = MsgBox(text, style, title)
    #Else
        ImsShow = CreateObject("WScript.Shell").Popup(text, 0, title, style + IN_FRONT)
    #End If
End Function
