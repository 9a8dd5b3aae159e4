Attribute VB_Name = "ImsDraw"
' Carries out what Python has written down for a workbook, a statement a line of words parted by tabs, and writes down
' what it was asked. From process to process each of the thousands of calls would take up to a millisecond.
' The verbs and members below are all there are; module windows/statements.py writes them.
Option Explicit

Private Const AUTOMATIC_COLOUR As Long = -4105 ' xlColorIndexAutomatic
Private Const NO_COLOUR As Long = -4142 ' xlColorIndexNone
Private Const UNDERLINED As Long = 2 ' xlUnderlineStyleSingle
Private Const THIN As Long = 2 ' xlThin
Private Const THICK As Long = 4 ' xlThick
Private Const LEFT_EDGE As Long = 7 ' xlEdgeLeft
Private Const BOTTOM_EDGE As Long = 9 ' xlEdgeBottom
Private Const RIGHT_EDGE As Long = 10 ' xlEdgeRight
Private Const TO_BE_SEEN As Long = 12 ' xlCellTypeVisible
Private Const LIST_SEPARATOR As Long = 5 ' xlListSeparator
Private Const BY_VALUES As Long = 7 ' xlFilterValues

Private things() As Object ' what statements gave, by number; 0 is Excel, 1 the workbook
Private filters As Collection ' what tables were filtered by: table, heading, operator, criteria

Public Sub ImsCarryOut(ByVal list As String, ByVal book As String)
    ' The file's first line: begin, or go on with what is there, and the highest number of a thing.
    Dim lines() As String, words() As String, position As Long, answers As String
    If Not ImsIsWorking() Then Exit Sub ' a shape of any workbook could call this
    lines = Split(ImsRead(list), vbLf)
    On Error GoTo refused
    words = Split(lines(0), vbTab)
    If words(0) = "begin" Then
        ReDim things(0 To CLng(words(1)))
        Set things(1) = Application.Workbooks(book)
        Set things(0) = things(1).Application
        Set filters = New Collection
    Else
        ReDim Preserve things(0 To CLng(words(1)))
    End If
    For position = 1 To UBound(lines)
        words = Split(lines(position), vbTab)
        If words(0) = "try" Then
            Try words
        Else
            Carry words, 0, answers
        End If
    Next position
    ImsWrite list, "done" & answers
    Exit Sub
refused:
    ImsWrite list, "refused" & vbTab & CStr(position) & vbTab & CStr(Err.Number) & vbTab & ImsLiteral(Err.Description)
End Sub

Public Sub ImsForget()
    Erase things
    Set filters = Nothing
End Sub

Private Sub Try(ByRef words() As String)
    ' A machine without a printer refuses what is about paper, and the sheet is none the worse for it.
    Dim answers As String
    On Error Resume Next
    Carry words, 1, answers
End Sub

Private Sub Carry(ByRef words() As String, ByVal first As Long, ByRef answers As String)
    Dim target As Object
    Set target = things(CLng(words(first + 1)))
    Select Case words(first)
        Case "let": Assign target, words(first + 2), Given(words, first + 3)
        Case "dress": Dress target, words, first + 3
        Case "new": Set things(CLng(words(first + 3))) = Gives(target, words(first + 2), words, first + 4)
        Case "do": Perform target, words(first + 2), words, first + 3
        Case "ask": answers = answers & vbLf & Said(Value(target, words(first + 2)))
        Case Else: answers = answers & vbLf & Look(words(first), target, words, first + 3)
    End Select
End Sub

Private Function Gives(ByVal target As Object, ByVal member As String, ByRef words() As String, ByVal at As Long) As Object
    ' A member that is an object, or makes one.
    Select Case member
        Case "Font/0": Set Gives = target.Font
        Case "Range/1": Set Gives = target.Range(Given(words, at))
        Case "Interior/0": Set Gives = target.Interior
        Case "Cells/2": Set Gives = target.Cells(Given(words, at), Given(words, at + 1))
        Case "FormatConditions/0": Set Gives = target.FormatConditions
        Case "Validation/0": Set Gives = target.Validation
        Case "Worksheets/1": Set Gives = target.Worksheets(Given(words, at))
        Case "Worksheets/0": Set Gives = target.Worksheets
        Case "Item/1": Set Gives = target.Item(Given(words, at))
        Case "Application/0": Set Gives = target.Application
        Case "Parent/0": Set Gives = target.Parent
        Case "Range/2": Set Gives = target.Range(Given(words, at), Given(words, at + 1))
        Case "Range/0": Set Gives = target.Range
        Case "Cells/0": Set Gives = target.Cells
        Case "Names/0": Set Gives = target.Names
        Case "Names/1": Set Gives = target.Names(Given(words, at))
        Case "Hyperlinks/0": Set Gives = target.Hyperlinks
        Case "Worksheet/0": Set Gives = target.Worksheet
        Case "Rows/0": Set Gives = target.Rows
        Case "Columns/0": Set Gives = target.Columns
        Case "EntireRow/0": Set Gives = target.EntireRow
        Case "EntireColumn/0": Set Gives = target.EntireColumn
        Case "ListObjects/0": Set Gives = target.ListObjects
        Case "ListObjects/1": Set Gives = target.ListObjects(Given(words, at))
        Case "ListColumns/0": Set Gives = target.ListColumns
        Case "ListColumns/1": Set Gives = target.ListColumns(Given(words, at))
        Case "HeaderRowRange/0": Set Gives = target.HeaderRowRange
        Case "TotalsRowRange/0": Set Gives = target.TotalsRowRange
        Case "Sort/0": Set Gives = target.Sort
        Case "SortFields/0": Set Gives = target.SortFields
        Case "ActiveSheet/0": Set Gives = target.ActiveSheet
        Case "Windows/1": Set Gives = target.Windows(Given(words, at))
        Case "PageSetup/0": Set Gives = target.PageSetup
        Case "Outline/0": Set Gives = target.Outline
        Case "Tab/0": Set Gives = target.Tab
        Case "ChartObjects/0": Set Gives = target.ChartObjects
        Case "Chart/0": Set Gives = target.Chart
        Case "ChartTitle/0": Set Gives = target.ChartTitle
        Case "ChartGroups/1": Set Gives = target.ChartGroups(Given(words, at))
        Case "SeriesCollection/0": Set Gives = target.SeriesCollection
        Case "NewSeries/0": Set Gives = target.NewSeries
        Case "Points/1": Set Gives = target.Points(Given(words, at))
        Case "Axes/1": Set Gives = target.Axes(Given(words, at))
        Case "Format/0": Set Gives = target.Format
        Case "Fill/0": Set Gives = target.Fill
        Case "ForeColor/0": Set Gives = target.ForeColor
        Case "Union/2": Set Gives = target.Union(Given(words, at), Given(words, at + 1))
        Case "AddComment/1": Set Gives = target.AddComment(Given(words, at))
        Case "Add(After)": Set Gives = target.Add(After:=Given(words, at))
        Case "Add(Before)": Set Gives = target.Add(Before:=Given(words, at))
        Case "Add(Name,RefersTo,Visible)"
            Set Gives = target.Add(Name:=Given(words, at), RefersTo:=Given(words, at + 1), Visible:=Given(words, at + 2))
        Case "Add(Anchor,Address,SubAddress)"
            Set Gives = target.Add(Anchor:=Given(words, at), Address:=Given(words, at + 1), SubAddress:=Given(words, at + 2))
        Case "Add(Type,Formula1)"
            Set Gives = target.Add(Type:=Given(words, at), Formula1:=Given(words, at + 1))
        Case "Add(Type,Operator,Formula1)"
            Set Gives = target.Add(Type:=Given(words, at), Operator:=Given(words, at + 1), Formula1:=Given(words, at + 2))
        Case "Add(SourceType,Source,XlListObjectHasHeaders,TableStyleName)"
            Set Gives = target.Add(SourceType:=Given(words, at), Source:=Given(words, at + 1), _
                XlListObjectHasHeaders:=Given(words, at + 2), TableStyleName:=Given(words, at + 3))
        Case "Add(Position)": Set Gives = target.Add(Position:=Given(words, at))
        Case "Add(Key,SortOn,Order)"
            Set Gives = target.Add(Key:=Given(words, at), SortOn:=Given(words, at + 1), Order:=Given(words, at + 2))
        Case "Add/4"
            Set Gives = target.Add(Given(words, at), Given(words, at + 1), Given(words, at + 2), Given(words, at + 3))
        Case Else: Unknown member
    End Select
End Function

Private Sub Assign(ByVal target As Object, ByVal member As String, ByVal value As Variant)
    Select Case member
        Case "Color": target.Color = value
        Case "Bold": target.Bold = value
        Case "Italic": target.Italic = value
        Case "Name": target.Name = value
        Case "Size": target.Size = value
        Case "NumberFormat": target.NumberFormat = value
        Case "ColorIndex": target.ColorIndex = value
        Case "ColumnWidth": target.ColumnWidth = value
        Case "Value": target.Value = value
        Case "Formula": target.Formula = value
        Case "RowHeight": target.RowHeight = value
        Case "Hidden": target.Hidden = value
        Case "StopIfTrue": target.StopIfTrue = value
        Case "IgnoreBlank": target.IgnoreBlank = value
        Case "ShowInput": target.ShowInput = value
        Case "InputMessage": target.InputMessage = value
        Case "ShowError": target.ShowError = value
        Case "ErrorTitle": target.ErrorTitle = value
        Case "ErrorMessage": target.ErrorMessage = value
        Case "StatusBar": target.StatusBar = value
        Case "ScreenUpdating": target.ScreenUpdating = value
        Case "DisplayAlerts": target.DisplayAlerts = value
        Case "EnableEvents": target.EnableEvents = value
        Case "Calculation": target.Calculation = value
        Case "PrintCommunication": target.PrintCommunication = value
        Case "ShowHeaders": target.ShowHeaders = value
        Case "ShowTotals": target.ShowTotals = value
        Case "Header": target.Header = value
        Case "MatchCase": target.MatchCase = value
        Case "Orientation": target.Orientation = value
        Case "OutlineLevel": target.OutlineLevel = value
        Case "SummaryColumn": target.SummaryColumn = value
        Case "Visible": target.Visible = value
        Case "PrintArea": target.PrintArea = value
        Case "PaperSize": target.PaperSize = value
        Case "Zoom": target.Zoom = value
        Case "FitToPagesWide": target.FitToPagesWide = value
        Case "FitToPagesTall": target.FitToPagesTall = value
        Case "LeftMargin": target.LeftMargin = value
        Case "RightMargin": target.RightMargin = value
        Case "TopMargin": target.TopMargin = value
        Case "BottomMargin": target.BottomMargin = value
        Case "LeftFooter": target.LeftFooter = value
        Case "RightFooter": target.RightFooter = value
        Case "PrintTitleRows": target.PrintTitleRows = value
        Case "DisplayGridlines": target.DisplayGridlines = value
        Case "FreezePanes": target.FreezePanes = value
        Case "ScrollRow": target.ScrollRow = value
        Case "ScrollColumn": target.ScrollColumn = value
        Case "SplitRow": target.SplitRow = value
        Case "SplitColumn": target.SplitColumn = value
        Case "ChartType": target.ChartType = value
        Case "Values": target.Values = value
        Case "XValues": target.XValues = value
        Case "RGB": target.RGB = value
        Case "HasDataLabels": target.HasDataLabels = value
        Case "GapWidth": target.GapWidth = value
        Case "HasTitle": target.HasTitle = value
        Case "Text": target.Text = value
        Case "HasLegend": target.HasLegend = value
        Case "HasMajorGridlines": target.HasMajorGridlines = value
        Case "ReversePlotOrder": target.ReversePlotOrder = value
        Case "TickLabelPosition": target.TickLabelPosition = value
        Case Else: Unknown member
    End Select
End Sub

Private Sub Dress(ByVal area As Object, ByRef words() As String, ByVal at As Long)
    ' Format, font, size, bold, italic, underlined, colour, fill, alignment across and upright, wrapped, indent, colour of
    ' lines and where they go.
    Dim font As Object
    area.NumberFormat = Given(words, at)
    Set font = area.Font
    font.Name = Given(words, at + 1)
    font.Size = Given(words, at + 2)
    font.Bold = Given(words, at + 3)
    font.Italic = Given(words, at + 4)
    If Given(words, at + 5) Then font.Underline = UNDERLINED
    font.Color = Given(words, at + 6)
    If words(at + 7) = "e" Then area.Interior.ColorIndex = NO_COLOUR Else area.Interior.Color = Given(words, at + 7)
    area.HorizontalAlignment = Given(words, at + 8)
    area.VerticalAlignment = Given(words, at + 9)
    area.WrapText = Given(words, at + 10)
    If Given(words, at + 11) > 0 Then area.IndentLevel = Given(words, at + 11)
    If words(at + 12) = "e" Then Exit Sub
    Select Case Given(words, at + 13)
        Case "all": Edge area.Borders, THIN, Given(words, at + 12)
        Case "sides"
            Edge area.Borders(LEFT_EDGE), THICK, Given(words, at + 12)
            Edge area.Borders(RIGHT_EDGE), THICK, Given(words, at + 12)
        Case Else: Edge area.Borders(BOTTOM_EDGE), THIN, Given(words, at + 12)
    End Select
End Sub

Private Sub Edge(ByVal lines As Object, ByVal weight As Long, ByVal colour As Long)
    lines.LineStyle = 1 ' xlContinuous
    lines.Weight = weight
    lines.Color = colour
End Sub

Private Sub Perform(ByVal target As Object, ByVal member As String, ByRef words() As String, ByVal at As Long)
    Select Case member
        Case "Delete/0": target.Delete
        Case "Merge/1": target.Merge
        Case "UnMerge/0": target.UnMerge
        Case "Clear/0": target.Clear
        Case "ClearContents/0": target.ClearContents
        Case "ClearFormats/0": target.ClearFormats
        Case "Activate/0": target.Activate
        Case "Unlist/0": target.Unlist
        Case "Resize/1": target.Resize Given(words, at)
        Case "Insert(Shift,CopyOrigin)": target.Insert Shift:=Given(words, at), CopyOrigin:=Given(words, at + 1)
        Case "Apply/0": target.Apply
        Case "AutoFilter(Field,Criteria1)": target.AutoFilter Field:=Given(words, at), Criteria1:=Given(words, at + 1)
        Case "SaveCopyAs(Filename)": target.SaveCopyAs Filename:=Given(words, at)
        Case "Add(Type,AlertStyle,Operator,Formula1)"
            target.Add Type:=Given(words, at), AlertStyle:=Given(words, at + 1), Operator:=Given(words, at + 2), _
                Formula1:=Given(words, at + 3)
        Case "Add(Type,AlertStyle,Operator)"
            target.Add Type:=Given(words, at), AlertStyle:=Given(words, at + 1), Operator:=Given(words, at + 2)
        Case Else: Unknown member
    End Select
End Sub

Private Function Value(ByVal target As Object, ByVal member As String) As Variant
    Select Case member
        Case "Name": Value = target.Name
        Case "Row": Value = target.Row
        Case "Column": Value = target.Column
        Case "Count": Value = target.Count
        Case "Hwnd": Value = target.Hwnd
        Case "Left": Value = target.Left
        Case "Top": Value = target.Top
        Case "Value": Value = target.Value
        Case "Formula": Value = target.Formula
        Case "ScreenUpdating": Value = target.ScreenUpdating
        Case "DisplayAlerts": Value = target.DisplayAlerts
        Case "EnableEvents": Value = target.EnableEvents
        Case "Calculation": Value = target.Calculation
        Case Else: Unknown member
    End Select
End Function

Private Sub Unknown(ByVal member As String)
    Err.Raise 438, Description:="ImsDraw does not know " & member
End Sub

' What is looked at, as literals of Python

Private Function Look(ByVal verb As String, ByVal target As Object, ByRef words() As String, ByVal at As Long) As String
    Select Case verb
        Case "facts": Look = Facts(target)
        Case "selected": Look = Selected(target)
        Case "notes": Look = Notes(target)
        Case "charts": Look = Charts(target)
        Case "patches"
            Look = "[" & Patches(target, CLng(Given(words, at)), CLng(Given(words, at + 1)), CLng(Given(words, at + 2)), _
                CStr(Given(words, at + 3))) & "]"
        Case "unfilter": Look = Unfilter(target, CStr(Given(words, at)))
        Case "refilter": Look = Refilter(target)
        Case "unrule": Look = Unrule(target, CStr(Given(words, at)))
        Case Else: Unknown verb
    End Select
End Function

Private Function Facts(ByVal book As Object) As String
    ' The sheets, tables and names of ours of a workbook, and what keeps it from being written.
    Dim sheet As Object, table As Object, name As Object, sheets As String, tables As String, names As String
    For Each sheet In book.Worksheets
        sheets = sheets & "(" & ImsLiteral(sheet.Name) & "," & ImsLiteral(sheet.UsedRange.Address) & "," & _
            Said(sheet.ProtectContents) & "),"
        For Each table In sheet.ListObjects
            tables = tables & "(" & ImsLiteral(table.Name) & "," & ImsLiteral(sheet.Name) & "," & _
                ImsLiteral(table.Range.Address) & "," & Headings(table) & "," & Said(table.ShowTotals) & "),"
        Next table
    Next sheet
    For Each name In book.Names
        If Left$(name.Name, 4) = "ims_" Then
            names = names & "(" & ImsLiteral(name.Name) & "," & ImsLiteral(name.RefersTo) & "),"
        End If
    Next name
    Facts = "(" & ImsLiteral(book.FullName) & "," & Said(SavesItself(book)) & ",[" & sheets & "],[" & tables & "],[" & names & "]," & Said(book.ProtectStructure) & "," & _
        Said(book.Date1904) & ")"
End Function

Private Function SavesItself(ByVal book As Object) As Boolean
    ' AutoSave, which older versions of Excel do not have.
    On Error Resume Next
    SavesItself = book.AutoSaveOn
End Function

Private Function Headings(ByVal table As Object) As String
    ' Those that do not stand in cells, since the headings are switched off; None when they are to be seen.
    Dim position As Long, out As String
    Headings = "None"
    If table.ShowHeaders Then Exit Function
    For position = 1 To table.ListColumns.Count
        out = out & ImsLiteral(table.ListColumns.Item(position).Name) & ","
    Next position
    Headings = "[" & out & "]"
End Function

Private Function Selected(ByVal book As Object) As String
    ' The sheet and the rows of the selected cells that are to be seen; None when no cells of this workbook are selected.
    Dim area As Object, shown As Object, sheet As String, out As String
    Selected = "None"
    On Error GoTo none
    Set area = book.Application.Selection
    If area.Worksheet.Parent.Name <> book.Name Then Exit Function
    ' Of a single cell SpecialCells gives what is to be seen of the whole sheet.
    Set shown = book.Application.Intersect(area.SpecialCells(TO_BE_SEEN), area)
    sheet = area.Worksheet.Name
    If Not shown Is Nothing Then
        For Each area In shown.Areas
            out = out & "(" & CStr(area.Row) & "," & CStr(area.Row + area.Rows.Count) & "),"
        Next area
    End If
    Selected = "(" & ImsLiteral(sheet) & ",[" & out & "])"
none:
End Function

Private Function Notes(ByVal sheet As Object) As String
    Dim note As Object
    For Each note In sheet.Comments
        Notes = Notes & "(" & CStr(note.Parent.Row) & "," & CStr(note.Parent.Column) & "," & ImsLiteral(note.Text) & "),"
    Next note
    Notes = "[" & Notes & "]"
End Function

Private Function Charts(ByVal sheet As Object) As String
    ' The titles of the charts on a sheet.
    Dim position As Long, chart As Object
    For position = 1 To sheet.ChartObjects.Count
        Set chart = sheet.ChartObjects.Item(position).Chart
        If chart.HasTitle Then Charts = Charts & ImsLiteral(chart.ChartTitle.Text) & ","
    Next position
    Charts = "[" & Charts & "]"
End Function

Private Function Patches(ByVal sheet As Object, ByVal top As Long, ByVal bottom As Long, ByVal column As Long, _
    ByVal trait As String) As String
    ' Rows of a column that look alike; it is halved as long as Excel says that its cells differ.
    Dim there As Variant, half As Long
    there = LookOf(sheet.Range(sheet.Cells(top, column), sheet.Cells(bottom, column)), trait)
    If IsNull(there) And top < bottom Then
        half = (top + bottom) \ 2
        Patches = Patches(sheet, top, half, column, trait) & Patches(sheet, half + 1, bottom, column, trait)
    Else
        If IsNull(there) Then there = ""
        Patches = "(" & CStr(top) & "," & CStr(bottom) & ",'" & there & "'),"
    End If
End Function

Private Function LookOf(ByVal area As Object, ByVal trait As String) As Variant
    ' A colour as RRGGBB or "yes", "" for none; Null when the cells differ.
    Dim isSo As Variant, shade As Object, colour As Long
    If trait = "bold" Or trait = "italic" Then
        If trait = "bold" Then isSo = area.Font.Bold Else isSo = area.Font.Italic
        If IsNull(isSo) Then LookOf = Null Else LookOf = IIf(isSo, "yes", "")
        Exit Function
    End If
    If trait = "fill" Then Set shade = area.Interior Else Set shade = area.Font
    isSo = shade.ColorIndex
    If IsNull(isSo) Then
        LookOf = Null
    ElseIf isSo = NO_COLOUR Or isSo = AUTOMATIC_COLOUR Then
        LookOf = ""
    Else
        ' Colours that differ a little have one index; of cells that differ a colour is Null, of fills also 0.
        isSo = shade.Color
        If trait = "fill" And area.Rows.Count > 1 Then
            If isSo = 0 Then isSo = Null
        End If
        If IsNull(isSo) Then
            LookOf = Null
            Exit Function
        End If
        colour = isSo
        LookOf = Pair(colour And 255) & Pair((colour \ 256) And 255) & Pair((colour \ 65536) And 255)
    End If
End Function

Private Function Pair(ByVal number As Long) As String
    Pair = Right$("0" & Hex$(number), 2)
End Function

Private Function Unrule(ByVal sheet As Object, ByVal marker As String) As String
    ' Takes away the conditional formats whose formula holds our marker.
    Dim position As Long, rules As Object, rule As Object
    Set rules = sheet.Cells.FormatConditions
    For position = rules.Count To 1 Step -1
        Set rule = rules.Item(position)
        If rule.Type = 1 Or rule.Type = 2 Then
            If InStr(CStr(rule.Formula1), marker) > 0 Then rule.Delete
        End If
    Next position
    Unrule = "None"
End Function

Private Function Unfilter(ByVal book As Object, ByVal ours As String) As String
    ' Clears the filters of our tables, whose names stand between bars, and keeps what they were: hidden rows would
    ' not be sorted.
    Dim sheet As Object, table As Object, position As Long
    For Each sheet In book.Worksheets
        For Each table In sheet.ListObjects
            If InStr(ours, "|" & table.Name & "|") > 0 And table.ShowAutoFilter Then
                If table.AutoFilter.FilterMode Then
                    For position = 1 To table.AutoFilter.Filters.Count
                        If table.AutoFilter.Filters.Item(position).On Then Keep table, position
                    Next position
                End If
            End If
        Next table
    Next sheet
    Unfilter = "None"
End Function

Private Sub Keep(ByVal table As Object, ByVal position As Long)
    Dim was As Object, first As Variant, second As Variant, operator As Long
    Set was = table.AutoFilter.Filters.Item(position)
    operator = -1
    On Error Resume Next ' a filter by colour or date has no criteria that can be read
    operator = was.Operator
    first = was.Criteria1
    second = was.Criteria2
    On Error GoTo 0
    filters.Add Array(table.Name, CStr(table.HeaderRowRange.Cells(1, position).Value), operator, first, second)
    table.Range.AutoFilter Field:=position
End Sub

Private Function Refilter(ByVal book As Object) As String
    ' Filters again by values and comparisons; the headings of filters that stay cleared.
    Dim was As Variant, sheet As Object, table As Object, done As Boolean, out As String
    For Each was In filters
        done = False
        For Each sheet In book.Worksheets
            For Each table In sheet.ListObjects
                If table.Name = was(0) Then done = Filtered(table, was)
            Next table
        Next sheet
        If Not done Then out = out & ImsLiteral(CStr(was(1))) & ","
    Next was
    Set filters = New Collection
    Refilter = "[" & out & "]"
End Function

Private Function Filtered(ByVal table As Object, ByVal was As Variant) As Boolean
    Dim position As Long
    For position = 1 To table.ListColumns.Count
        If CStr(table.HeaderRowRange.Cells(1, position).Value) = was(1) And Not IsEmpty(was(3)) Then
            Filtered = True
            Select Case was(2)
                Case 0, 1, 2
                    If IsEmpty(was(4)) Then
                        table.Range.AutoFilter Field:=position, Criteria1:=was(3)
                    Else
                        table.Range.AutoFilter Field:=position, Criteria1:=was(3), Operator:=was(2), Criteria2:=was(4)
                    End If
                Case BY_VALUES: table.Range.AutoFilter Field:=position, Criteria1:=was(3), Operator:=BY_VALUES
                Case Else: Filtered = False
            End Select
        End If
    Next position
End Function

Private Function Said(ByVal value As Variant) As String
    Dim row As Long, column As Long
    If IsArray(value) Then
        For row = LBound(value, 1) To UBound(value, 1)
            Said = Said & "["
            For column = LBound(value, 2) To UBound(value, 2)
                Said = Said & Said(value(row, column)) & ","
            Next column
            Said = Said & "],"
        Next row
        Said = "[" & Said & "]"
        Exit Function
    End If
    Select Case VarType(value)
        Case vbString: Said = ImsLiteral(value)
        Case vbBoolean: Said = IIf(value, "True", "False")
        Case vbEmpty, vbNull, vbError: Said = "None"
        Case Else: Said = Trim$(Str$(value))
    End Select
End Function

Private Function Given(ByRef words() As String, ByVal at As Long) As Variant
    ' The value that a word means: its first letter is its kind.
    Dim word As String
    word = words(at)
    Select Case Left$(word, 1)
        Case "s": Given = ImsUnescaped(Mid$(word, 2))
        Case "r": Given = AsTyped(ImsUnescaped(Mid$(word, 2)))
        Case "i": Given = CLng(Mid$(word, 2))
        Case "o": Set Given = things(CLng(Mid$(word, 2)))
        Case "n": Given = Val(Mid$(word, 2))
        Case "y": Given = True
        Case "f": Given = False
        Case "a": Given = Block(words, at)
        Case Else: Given = Empty
    End Select
End Function

Private Function AsTyped(ByVal formula As String) As String
    ' Excel sees relative references of a conditional format from the active cell, and parts arguments as the system does.
    If things(0).ActiveCell Is Nothing Then things(1).Worksheets(1).Activate ' a chart is in front
    AsTyped = Replace(formula, "{row}", CStr(things(0).ActiveCell.Row))
    AsTyped = Replace(AsTyped, "{,}", things(0).International(LIST_SEPARATOR))
End Function

Private Function Block(ByRef words() As String, ByVal at As Long) As Variant
    ' A rectangle of values: its size, then its cells row by row.
    Dim size() As String, cells() As Variant, row As Long, column As Long, height As Long, width As Long
    size = Split(Mid$(words(at), 2), ",")
    height = CLng(size(0))
    width = CLng(size(1))
    ReDim cells(1 To height, 1 To width)
    For row = 1 To height
        For column = 1 To width
            at = at + 1
            cells(row, column) = Given(words, at)
        Next column
    Next row
    Block = cells
End Function
