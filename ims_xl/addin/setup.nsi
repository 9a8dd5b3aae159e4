; The installer for one Windows user: no administrator, no internet, a Python of its own.
; Made by ims_xl.addin.windows, which defines VERSION, FILES (folder), OUT (file) and COMPRESSOR (zlib or off).

Target amd64-unicode
!include LogicLib.nsh

Name "IMS for Excel ${VERSION}"
OutFile "${OUT}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\ims_xl"
!if "${COMPRESSOR}" == "off"
  SetCompress off
!else
  SetCompressor ${COMPRESSOR}
!endif
ShowInstDetails show
Page instfiles
UninstPage uninstConfirm
UninstPage instfiles

!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\ims_xl"
!define TITLE "IMS for Excel"
!define PYTHON '"$INSTDIR\python\python.exe" -E -P -X utf8'

; Ends it with a sentence.
!macro Stop sentence
  MessageBox MB_ICONEXCLAMATION|MB_OK "${sentence}" /SD IDOK
  SetErrorLevel 1
  Abort "${sentence}"
!macroend

; Runs a command; ends it with a sentence when it fails.
!macro Do command sentence
  nsExec::ExecToLog '${command}'
  Pop $0
  ${If} $0 != 0
    !insertmacro Stop "${sentence}"
  ${EndIf}
!macroend

; Takes a folder of ours away, whole or not at all: one from which a program runs cannot be renamed.
!macro Remove folder
  ${If} ${FileExists} "$INSTDIR\${folder}\*.*"
    ClearErrors
    RMDir /r "$INSTDIR\${folder}.old"
    ClearErrors
    Rename "$INSTDIR\${folder}" "$INSTDIR\${folder}.old"
    ${If} ${Errors}
      !insertmacro Stop "${TITLE} is in use. Close Excel and start this again."
    ${EndIf}
    RMDir /r "$INSTDIR\${folder}.old"
  ${EndIf}
!macroend

Section
  SetRegView 64
  ; A folder of another program is left alone, whatever it is called.
  ${If} ${FileExists} "$INSTDIR\python\*.*"
  ${AndIfNot} ${FileExists} "$INSTDIR\uninstall.exe"
    !insertmacro Stop "$INSTDIR has a folder python that is not of ${TITLE}. Choose another folder."
  ${EndIf}
  ${If} ${FileExists} "$INSTDIR\uninstall.exe"
    !insertmacro Remove "python"
    !insertmacro Remove "env"
  ${EndIf}
  SetOutPath "$INSTDIR"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  ClearErrors
  SetOverwrite try
  File /r "${FILES}/*.*"
  ${If} ${Errors}
    !insertmacro Stop "The files could not be written. Make room on the disk, close Excel and start this again."
  ${EndIf}
  !insertmacro Do '${PYTHON} -m ims_xl.addin.first_run' "The program does not start on this computer; the window says why."
  !insertmacro Do '${PYTHON} -m ims_xl addin install' "The add-in could not be put in place. Close Excel and start this again."
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "${TITLE}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
  DetailPrint "Done. Start Excel: the tab IMS is there."
SectionEnd

Section "Uninstall"
  SetRegView 64
  ${If} ${FileExists} "$INSTDIR\python\python.exe"
    !insertmacro Do '${PYTHON} -m ims_xl addin uninstall' "The add-in could not be removed. Close Excel and start this again."
  ${EndIf}
  !insertmacro Remove "python"
  Delete "$INSTDIR\ims-xl.exe"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  DeleteRegKey HKCU "${UNINSTALL}"
SectionEnd
