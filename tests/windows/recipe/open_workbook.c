/* Plays Excel's Application, Workbook, Worksheet, ListObject and Range for the cell a formula stands in.

   The file has a line each, of words parted by tabs, in UTF-8:
     book NAME | sheet NAME | table NAME TOP LEFT BOTTOM RIGHT (headings are its first row) | text ROW COLUMN VALUE |
     number ROW COLUMN VALUE
   A table and a cell belong to the sheet before them. Members are in one table; any other is refused, as Excel does. */
#include "open_workbook.h"
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>

enum kind { APPLICATION, BOOK, SHEETS, SHEET, TABLES, TABLE, RANGE, ROWS, COLUMNS };
enum { SHEETS_MOST = 64, TABLES_MOST = 64, USED_MOST = 64 };

struct cell { int row, column; VARIANT value; };
struct box { int top, left, bottom, right; };
struct table { wchar_t *name; int sheet; struct box box; };
struct sheet { wchar_t *name; struct cell *cells; int count; };
static struct sheet sheets[SHEETS_MOST];
static struct table tables[TABLES_MOST];
static int sheet_count, table_count;
static wchar_t *book_name;
static ITypeInfo *range_type;

struct object { IDispatch face; LONG references; enum kind kind; int at; struct box box; };
struct walk { IEnumVARIANT face; LONG references; enum kind kind; int sheet, next; };

static const wchar_t *const KINDS[] = {L"Application", L"Workbook", L"Sheets", L"Worksheet", L"ListObjects",
                                       L"ListObject", L"Range", L"Range", L"Range"};

/* The members, by kind of object; the place in this table is the number they go by. */
enum member { NAME, PARENT, APP, WORKSHEETS, LIST_OBJECTS, CELLS, RANGE_OF, HEADER_ROW, BODY, WORKSHEET, ROW, COLUMN,
              ROWS_OF, COLUMNS_OF, COUNT, VALUE, WINDOW };
static const struct { const wchar_t *name; unsigned kinds; } MEMBERS[] = {
    [NAME] = {L"Name", 1 << BOOK | 1 << SHEET | 1 << TABLE},
    [PARENT] = {L"Parent", 1 << SHEET},
    [APP] = {L"Application", 1 << BOOK},
    [WORKSHEETS] = {L"Worksheets", 1 << BOOK},
    [LIST_OBJECTS] = {L"ListObjects", 1 << SHEET},
    [CELLS] = {L"Cells", 1 << SHEET},
    [RANGE_OF] = {L"Range", 1 << SHEET},
    [HEADER_ROW] = {L"HeaderRowRange", 1 << TABLE},
    [BODY] = {L"DataBodyRange", 1 << TABLE},
    [WORKSHEET] = {L"Worksheet", 1 << RANGE},
    [ROW] = {L"Row", 1 << RANGE},
    [COLUMN] = {L"Column", 1 << RANGE},
    [ROWS_OF] = {L"Rows", 1 << RANGE},
    [COLUMNS_OF] = {L"Columns", 1 << RANGE},
    [COUNT] = {L"Count", 1 << SHEETS | 1 << RANGE | 1 << ROWS | 1 << COLUMNS},
    [VALUE] = {L"Value", 1 << RANGE},
    [WINDOW] = {L"Hwnd", 1 << APPLICATION},
};

static struct { enum kind kind; const wchar_t *name; } used[USED_MOST];
static int used_count;

static void note(enum kind kind, const wchar_t *name)
{
    for (int at = 0; at < used_count; at++)
        if (!wcscmp(KINDS[used[at].kind], KINDS[kind]) && !wcscmp(used[at].name, name))
            return;
    if (used_count < USED_MOST)
        used[used_count].kind = kind, used[used_count++].name = name;
}

void print_used(void)
{
    for (int at = 0; at < used_count; at++)
        printf("%s%ls.%ls", at ? "\t" : "", KINDS[used[at].kind], used[at].name);
    puts("");
}

static IDispatch *make(enum kind kind, int at, struct box box);

static VARIANT thing(enum kind kind, int at, struct box box)
{
    VARIANT made = {.vt = VT_DISPATCH};
    made.pdispVal = make(kind, at, box);
    return made;
}

static VARIANT number(int value)
{
    VARIANT made = {.vt = VT_I4};
    made.lVal = value;
    return made;
}

static VARIANT cell_value(int sheet, int row, int column)
{
    VARIANT found = {.vt = VT_EMPTY};
    for (int at = 0; at < sheets[sheet].count; at++)
        if (sheets[sheet].cells[at].row == row && sheets[sheet].cells[at].column == column)
            VariantCopy(&found, &sheets[sheet].cells[at].value);
    return found;
}

/* One value, or of several cells an array of rows and columns from 1, as Excel gives them. */
static VARIANT values(const struct object *range)
{
    struct box box = range->box;
    if (box.top == box.bottom && box.left == box.right)
        return cell_value(range->at, box.top, box.left);
    SAFEARRAYBOUND bounds[2] = {{box.bottom - box.top + 1, 1}, {box.right - box.left + 1, 1}};
    VARIANT made = {.vt = VT_ARRAY | VT_VARIANT};
    made.parray = SafeArrayCreate(VT_VARIANT, 2, bounds);
    for (int row = box.top; row <= box.bottom; row++)
        for (int column = box.left; column <= box.right; column++) {
            LONG at[2] = {row - box.top + 1, column - box.left + 1};
            VARIANT one = cell_value(range->at, row, column);
            SafeArrayPutElement(made.parray, at, &one);
            VariantClear(&one);
        }
    return made;
}

/* `A1`, or two cells: the arguments of Worksheet.Range. */
static HRESULT range_between(int sheet, const DISPPARAMS *given, VARIANT *answer)
{
    struct box box = {0};
    if (given->cArgs == 1 && given->rgvarg[0].vt == VT_BSTR) {
        wchar_t letter = 0;
        if (swscanf(given->rgvarg[0].bstrVal, L"%lc%d", &letter, &box.top) != 2 || letter < L'A' || letter > L'Z')
            return DISP_E_TYPEMISMATCH;
        box = (struct box){box.top, letter - L'A' + 1, box.top, letter - L'A' + 1};
    } else if (given->cArgs == 2 && given->rgvarg[0].vt == VT_DISPATCH && given->rgvarg[1].vt == VT_DISPATCH) {
        struct box first = ((struct object *)given->rgvarg[1].pdispVal)->box;
        struct box last = ((struct object *)given->rgvarg[0].pdispVal)->box;
        box = (struct box){first.top, first.left, last.bottom, last.right};
    } else
        return given->cArgs ? DISP_E_TYPEMISMATCH : DISP_E_PARAMNOTOPTIONAL;
    *answer = thing(RANGE, sheet, box);
    return S_OK;
}

static HRESULT cell_at(int sheet, const DISPPARAMS *given, VARIANT *answer)
{
    if (given->cArgs != 2)
        return DISP_E_PARAMNOTOPTIONAL;
    int row = given->rgvarg[1].lVal, column = given->rgvarg[0].lVal;
    *answer = thing(RANGE, sheet, (struct box){row, column, row, column});
    return S_OK;
}

static HRESULT get(const struct object *self, enum member member, const DISPPARAMS *given, VARIANT *answer)
{
    const struct box nowhere = {0}, box = self->box;
    const struct table *table = &tables[self->kind == TABLE ? self->at : 0];
    switch (member) {
    case NAME:
        *answer = text(self->kind == BOOK ? book_name : self->kind == SHEET ? sheets[self->at].name : table->name);
        return S_OK;
    case PARENT: *answer = thing(BOOK, 0, nowhere); return S_OK;
    case APP: *answer = thing(APPLICATION, 0, nowhere); return S_OK;
    case WORKSHEETS: *answer = thing(SHEETS, 0, nowhere); return S_OK;
    case LIST_OBJECTS: *answer = thing(TABLES, self->at, nowhere); return S_OK;
    case CELLS: return cell_at(self->at, given, answer);
    case RANGE_OF: return range_between(self->at, given, answer);
    case HEADER_ROW:
        *answer = thing(RANGE, table->sheet, table->box);
        ((struct object *)answer->pdispVal)->box.bottom = table->box.top;
        return S_OK;
    case BODY:
        *answer = thing(RANGE, table->sheet, table->box);
        ((struct object *)answer->pdispVal)->box.top++;
        return S_OK;
    case WORKSHEET: *answer = thing(SHEET, self->at, nowhere); return S_OK;
    case ROW: *answer = number(box.top); return S_OK;
    case COLUMN: *answer = number(box.left); return S_OK;
    case ROWS_OF: *answer = thing(ROWS, self->at, box); return S_OK;
    case COLUMNS_OF: *answer = thing(COLUMNS, self->at, box); return S_OK;
    case COUNT:
        *answer = number(self->kind == SHEETS ? sheet_count
                         : (self->kind == COLUMNS ? 1 : box.bottom - box.top + 1) *
                               (self->kind == ROWS ? 1 : box.right - box.left + 1));
        return S_OK;
    case VALUE: *answer = values(self); return S_OK;
    case WINDOW: *answer = number((int)(INT_PTR)GetDesktopWindow()); return S_OK;
    }
    return DISP_E_MEMBERNOTFOUND;
}

/* What `For Each` walks over: the sheets of the workbook, or the tables of one sheet. */

static HRESULT WINAPI walk_query(IEnumVARIANT *face, REFIID wanted, void **found)
{
    *found = IsEqualIID(wanted, &IID_IUnknown) || IsEqualIID(wanted, &IID_IEnumVARIANT) ? face : NULL;
    if (!*found)
        return E_NOINTERFACE;
    InterlockedIncrement(&((struct walk *)face)->references);
    return S_OK;
}

static ULONG WINAPI walk_add(IEnumVARIANT *face) { return InterlockedIncrement(&((struct walk *)face)->references); }

static ULONG WINAPI walk_release(IEnumVARIANT *face)
{
    ULONG left = InterlockedDecrement(&((struct walk *)face)->references);
    if (!left)
        free(face);
    return left;
}

static HRESULT WINAPI walk_next(IEnumVARIANT *face, ULONG wanted, VARIANT *found, ULONG *count)
{
    struct walk *self = (struct walk *)face;
    ULONG given = 0;
    int end = self->kind == SHEETS ? sheet_count : table_count;
    for (; given < wanted && self->next < end; self->next++)
        if (self->kind == SHEETS || tables[self->next].sheet == self->sheet)
            found[given++] = thing(self->kind == SHEETS ? SHEET : TABLE, self->next, (struct box){0});
    if (count)
        *count = given;
    return given == wanted ? S_OK : S_FALSE;
}

static HRESULT WINAPI walk_skip(IEnumVARIANT *face, ULONG count) { return E_NOTIMPL; }
static HRESULT WINAPI walk_reset(IEnumVARIANT *face) { return E_NOTIMPL; }
static HRESULT WINAPI walk_clone(IEnumVARIANT *face, IEnumVARIANT **made) { return E_NOTIMPL; }

static IEnumVARIANTVtbl walk_methods = {walk_query, walk_add, walk_release, walk_next, walk_skip, walk_reset, walk_clone};

static VARIANT walk_over(enum kind kind, int sheet)
{
    struct walk *made = calloc(1, sizeof *made);
    made->face.lpVtbl = &walk_methods, made->references = 1, made->kind = kind, made->sheet = sheet;
    VARIANT answer = {.vt = VT_UNKNOWN};
    answer.punkVal = (IUnknown *)made;
    return answer;
}

/* IDispatch */

static HRESULT WINAPI query(IDispatch *face, REFIID wanted, void **found)
{
    *found = IsEqualIID(wanted, &IID_IUnknown) || IsEqualIID(wanted, &IID_IDispatch) ? face : NULL;
    if (!*found)
        return E_NOINTERFACE;
    InterlockedIncrement(&((struct object *)face)->references);
    return S_OK;
}

static ULONG WINAPI add(IDispatch *face) { return InterlockedIncrement(&((struct object *)face)->references); }

static ULONG WINAPI release(IDispatch *face)
{
    ULONG left = InterlockedDecrement(&((struct object *)face)->references);
    if (!left)
        free(face);
    return left;
}

static HRESULT WINAPI type_count(IDispatch *face, UINT *count)
{
    *count = ((struct object *)face)->kind == RANGE;
    return S_OK;
}

static HRESULT WINAPI type_info(IDispatch *face, UINT at, LCID language, ITypeInfo **info)
{
    *info = ((struct object *)face)->kind == RANGE ? range_type : NULL;
    if (!*info)
        return DISP_E_BADINDEX;
    ITypeInfo_AddRef(*info);
    return S_OK;
}

static HRESULT WINAPI numbers_of_names(IDispatch *face, REFIID none, LPOLESTR *names, UINT count, LCID language, DISPID *ids)
{
    for (unsigned at = 0; at < sizeof MEMBERS / sizeof *MEMBERS; at++)
        if (MEMBERS[at].kinds & 1 << ((struct object *)face)->kind && !wcscmp(MEMBERS[at].name, names[0])) {
            ids[0] = at + 1; /* 0 is what an object means without a member */
            return count == 1 ? S_OK : DISP_E_UNKNOWNNAME;
        }
    return DISP_E_UNKNOWNNAME;
}

static HRESULT WINAPI invoke(IDispatch *face, DISPID id, REFIID none, LCID language, WORD how, DISPPARAMS *given,
                             VARIANT *answer, EXCEPINFO *raised, UINT *wrong)
{
    struct object *self = (struct object *)face;
    VARIANT unwanted;
    if (!(how & (DISPATCH_PROPERTYGET | DISPATCH_METHOD)))
        return DISP_E_MEMBERNOTFOUND; /* nothing is to be set by a worksheet function */
    answer = answer ? answer : &unwanted;
    VariantInit(answer);
    if (id == DISPID_NEWENUM && (self->kind == SHEETS || self->kind == TABLES)) {
        note(self->kind, L"_NewEnum");
        *answer = walk_over(self->kind, self->at);
        return S_OK;
    }
    if (id < 1 || id > (DISPID)(sizeof MEMBERS / sizeof *MEMBERS) || !(MEMBERS[id - 1].kinds & 1 << self->kind))
        return DISP_E_MEMBERNOTFOUND;
    note(self->kind, MEMBERS[id - 1].name);
    return get(self, id - 1, given, answer);
}

static IDispatchVtbl methods = {query, add, release, type_count, type_info, numbers_of_names, invoke};

static IDispatch *make(enum kind kind, int at, struct box box)
{
    struct object *made = calloc(1, sizeof *made);
    made->face.lpVtbl = &methods, made->references = 1, made->kind = kind, made->at = at, made->box = box;
    return &made->face;
}

IDispatch *range_named(wchar_t *name)
{
    wchar_t *mark = wcschr(name, L'!');
    struct box box;
    if (!mark || swscanf(mark + 1, L"%d,%d,%d,%d", &box.top, &box.left, &box.bottom, &box.right) != 4)
        return NULL;
    *mark = 0;
    for (int at = 0; at < sheet_count; at++)
        if (!wcscmp(sheets[at].name, name))
            return make(RANGE, at, box);
    return NULL;
}

/* xlwings knows a range by the identifier of Excel's own interface. */
static int make_type(void)
{
    static const GUID EXCEL_RANGE = {0x00020846, 0, 0, {0xC0, 0, 0, 0, 0, 0, 0, 0x46}};
    ICreateTypeLib2 *library;
    ICreateTypeInfo *made;
    return SUCCEEDED(CreateTypeLib2(SYS_WIN64, L"range.tlb", &library)) &&
           SUCCEEDED(ICreateTypeLib2_CreateTypeInfo(library, (OLECHAR *)L"Range", TKIND_DISPATCH, &made)) &&
           SUCCEEDED(ICreateTypeInfo_SetGuid(made, &EXCEL_RANGE)) && SUCCEEDED(ICreateTypeInfo_LayOut(made)) &&
           SUCCEEDED(ICreateTypeInfo_QueryInterface(made, &IID_ITypeInfo, (void **)&range_type));
}

static void add_cell(int row, int column, VARIANT value)
{
    struct sheet *sheet = &sheets[sheet_count - 1];
    sheet->cells = realloc(sheet->cells, (sheet->count + 1) * sizeof *sheet->cells);
    sheet->cells[sheet->count++] = (struct cell){row, column, value};
}

int open_workbook(const wchar_t *path)
{
    static char line[LONGEST];
    FILE *file = _wfopen(path, L"rb");
    if (!file)
        return 0;
    while (fgets(line, sizeof line, file)) {
        line[strcspn(line, "\r\n")] = 0;
        char *word[6] = {strtok(line, "\t")};
        for (int at = 1; at < 6; at++)
            word[at] = strtok(NULL, "\t");
        if (!strcmp(word[0], "book"))
            book_name = _wcsdup(decoded(word[1]));
        else if (!strcmp(word[0], "sheet") && sheet_count < SHEETS_MOST)
            sheets[sheet_count++].name = _wcsdup(decoded(word[1]));
        else if (!strcmp(word[0], "table") && table_count < TABLES_MOST)
            tables[table_count++] = (struct table){
                _wcsdup(decoded(word[1])), sheet_count - 1, {atoi(word[2]), atoi(word[3]), atoi(word[4]), atoi(word[5])}};
        else if (!strcmp(word[0], "text"))
            add_cell(atoi(word[1]), atoi(word[2]), text(decoded(word[3])));
        else if (!strcmp(word[0], "number")) {
            VARIANT value = {.vt = VT_R8};
            value.dblVal = atof(word[3]);
            add_cell(atoi(word[1]), atoi(word[2]), value);
        } else
            return 0;
    }
    fclose(file);
    return make_type();
}
