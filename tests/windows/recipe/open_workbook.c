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

struct object { IDispatch face; LONG references; enum kind kind; int at; struct box box; };
struct walk { IEnumVARIANT face; LONG references; enum kind kind; int sheet, next; };

/* xlwings knows a range by the identifier of Excel's own interface. */
static const struct { OLECHAR *name; unsigned long identifier; } KINDS[] = {
    [APPLICATION] = {L"Application", 0x000208D5}, [BOOK] = {L"Workbook", 0x000208DA}, [SHEETS] = {L"Sheets", 0x000208D7},
    [SHEET] = {L"Worksheet", 0x000208D8}, [TABLES] = {L"ListObjects", 0x00024470}, [TABLE] = {L"ListObject", 0x00024471},
    [RANGE] = {L"Range", 0x00020846}, [ROWS] = {L"Range", 0x00020846}, [COLUMNS] = {L"Range", 0x00020846},
};
static ITypeInfo *types[COLUMNS + 1];

/* The members, by kind of object, with what they give and how many arguments they take, of which how many may be left
   out; the place in this table is the number they go by. */
enum member { DEFAULT, NAME, PARENT, APP, WORKSHEETS, LIST_OBJECTS, CELLS, RANGE_OF, HEADER_ROW, BODY, WORKSHEET, ROW, COLUMN,
              ROWS_OF, COLUMNS_OF, COUNT, VALUE, WINDOW };
static const struct { OLECHAR *name; unsigned kinds; VARTYPE gives; int arguments, optional; } MEMBERS[] = {
    [DEFAULT] = {L"_Default", 1 << RANGE, VT_DISPATCH, 2, 0},
    [NAME] = {L"Name", 1 << BOOK | 1 << SHEET | 1 << TABLE, VT_BSTR, 0, 0},
    [PARENT] = {L"Parent", 1 << SHEET, VT_DISPATCH, 0, 0},
    [APP] = {L"Application", 1 << BOOK, VT_DISPATCH, 0, 0},
    [WORKSHEETS] = {L"Worksheets", 1 << BOOK, VT_DISPATCH, 0, 0},
    [LIST_OBJECTS] = {L"ListObjects", 1 << SHEET, VT_DISPATCH, 0, 0},
    [CELLS] = {L"Cells", 1 << SHEET, VT_DISPATCH, 0, 0},
    [RANGE_OF] = {L"Range", 1 << SHEET, VT_DISPATCH, 2, 1},
    [HEADER_ROW] = {L"HeaderRowRange", 1 << TABLE, VT_DISPATCH, 0, 0},
    [BODY] = {L"DataBodyRange", 1 << TABLE, VT_DISPATCH, 0, 0},
    [WORKSHEET] = {L"Worksheet", 1 << RANGE, VT_DISPATCH, 0, 0},
    [ROW] = {L"Row", 1 << RANGE, VT_I4, 0, 0},
    [COLUMN] = {L"Column", 1 << RANGE, VT_I4, 0, 0},
    [ROWS_OF] = {L"Rows", 1 << RANGE, VT_DISPATCH, 0, 0},
    [COLUMNS_OF] = {L"Columns", 1 << RANGE, VT_DISPATCH, 0, 0},
    [COUNT] = {L"Count", 1 << SHEETS | 1 << RANGE | 1 << ROWS | 1 << COLUMNS, VT_I4, 0, 0},
    [VALUE] = {L"Value", 1 << RANGE, VT_VARIANT, 0, 0},
    [WINDOW] = {L"Hwnd", 1 << APPLICATION, VT_I4, 0, 0},
};
enum { MEMBERS_COUNT = sizeof MEMBERS / sizeof *MEMBERS };

static struct { enum kind kind; const wchar_t *name; } used[USED_MOST];
static int used_count;

static void note(enum kind kind, const wchar_t *name)
{
    for (int at = 0; at < used_count; at++)
        if (!wcscmp(KINDS[used[at].kind].name, KINDS[kind].name) && !wcscmp(used[at].name, name))
            return;
    if (used_count < USED_MOST)
        used[used_count].kind = kind, used[used_count++].name = name;
}

void print_used(void)
{
    for (int at = 0; at < used_count; at++)
        printf("%s%ls.%ls", at ? "\t" : "", KINDS[used[at].kind].name, used[at].name);
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
    const VARIANT *cell = given->rgvarg + given->cArgs - 1; /* the last argument comes first; the second may be left out */
    if ((given->cArgs == 1 || (given->cArgs == 2 && given->rgvarg[0].vt == VT_ERROR)) && cell->vt == VT_BSTR) {
        wchar_t letter = 0;
        if (swscanf(cell->bstrVal, L"%lc%d", &letter, &box.top) != 2 || letter < L'A' || letter > L'Z')
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

static HRESULT cell_of(const struct object *range, const DISPPARAMS *given, VARIANT *answer)
{
    if (given->cArgs != 2)
        return DISP_E_PARAMNOTOPTIONAL;
    int row = range->box.top + given->rgvarg[1].lVal - 1, column = range->box.left + given->rgvarg[0].lVal - 1;
    *answer = thing(RANGE, range->at, (struct box){row, column, row, column});
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
    case CELLS: *answer = thing(RANGE, self->at, (struct box){1, 1, 1048576, 16384}); return S_OK;
    case DEFAULT: return cell_of(self, given, answer);
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
    *count = 1;
    return S_OK;
}

static HRESULT WINAPI type_info(IDispatch *face, UINT at, LCID language, ITypeInfo **info)
{
    *info = types[((struct object *)face)->kind];
    ITypeInfo_AddRef(*info);
    return S_OK;
}

static HRESULT WINAPI numbers_of_names(IDispatch *face, REFIID none, LPOLESTR *names, UINT count, LCID language, DISPID *ids)
{
    for (int at = 0; at < MEMBERS_COUNT; at++)
        if (MEMBERS[at].kinds & 1 << ((struct object *)face)->kind && !wcscmp(MEMBERS[at].name, names[0])) {
            ids[0] = at;
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
    if (id < 0 || id >= MEMBERS_COUNT || !(MEMBERS[id].kinds & 1 << self->kind))
        return DISP_E_MEMBERNOTFOUND;
    note(self->kind, MEMBERS[id].name);
    return get(self, id, given, answer);
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

/* The type library: an interface for each kind of object, with the identifier of Excel's own. */

static GUID identifier(unsigned long number) { return (GUID){number, 0, 0, {0xC0, 0, 0, 0, 0, 0, 0, 0x46}}; }

static int add_member(ICreateTypeInfo *type, UINT at, DISPID id, OLECHAR *name, VARTYPE gives, int arguments, int optional)
{
    ELEMDESC given = {.tdesc.vt = VT_VARIANT, .paramdesc.wParamFlags = PARAMFLAG_FIN}, taken[2] = {given, given};
    OLECHAR *names[3] = {name, (OLECHAR *)L"first", (OLECHAR *)L"second"};
    if (optional)
        taken[arguments - 1].paramdesc.wParamFlags |= PARAMFLAG_FOPT;
    FUNCDESC member = {.memid = id, .funckind = FUNC_DISPATCH, .invkind = INVOKE_PROPERTYGET, .callconv = CC_STDCALL,
                       .cParams = arguments, .cParamsOpt = optional, .lprgelemdescParam = taken,
                       .elemdescFunc.tdesc.vt = gives};
    return SUCCEEDED(ICreateTypeInfo_AddFuncDesc(type, at, &member)) &&
           SUCCEEDED(ICreateTypeInfo_SetFuncAndParamNames(type, at, names, arguments + 1));
}

static int inherits_dispatch(ICreateTypeInfo *type)
{
    ITypeLib *standard;
    ITypeInfo *dispatch;
    HREFTYPE reference;
    return SUCCEEDED(LoadTypeLib(L"stdole2.tlb", &standard)) &&
           SUCCEEDED(ITypeLib_GetTypeInfoOfGuid(standard, &IID_IDispatch, &dispatch)) &&
           SUCCEEDED(ICreateTypeInfo_AddRefTypeInfo(type, dispatch, &reference)) &&
           SUCCEEDED(ICreateTypeInfo_AddImplType(type, 0, reference));
}

static int add_type(ICreateTypeLib2 *library, enum kind kind, unsigned kinds)
{
    GUID name = identifier(KINDS[kind].identifier);
    ICreateTypeInfo *made;
    UINT count = 0;
    if (FAILED(ICreateTypeLib2_CreateTypeInfo(library, KINDS[kind].name, TKIND_DISPATCH, &made)) ||
        FAILED(ICreateTypeInfo_SetGuid(made, &name)) || !inherits_dispatch(made))
        return 0;
    for (int at = 0; at < MEMBERS_COUNT; at++)
        if (MEMBERS[at].kinds & kinds && !add_member(made, count++, at, MEMBERS[at].name, MEMBERS[at].gives,
                                                     MEMBERS[at].arguments, MEMBERS[at].optional))
            return 0;
    if ((kind == SHEETS || kind == TABLES) &&
        !add_member(made, count++, DISPID_NEWENUM, (OLECHAR *)L"_NewEnum", VT_UNKNOWN, 0, 0))
        return 0;
    return SUCCEEDED(ICreateTypeInfo_LayOut(made)) &&
           SUCCEEDED(ICreateTypeInfo_QueryInterface(made, &IID_ITypeInfo, (void **)&types[kind]));
}

static int make_types(const wchar_t *registered)
{
    GUID name = identifier(0x00020813);
    ICreateTypeLib2 *made;
    ITypeLib *library;
    if (FAILED(CreateTypeLib2(SYS_WIN64, registered ? registered : L"unregistered.tlb", &made)) ||
        FAILED(ICreateTypeLib2_SetGuid(made, &name)) || FAILED(ICreateTypeLib2_SetVersion(made, 1, 9)) ||
        FAILED(ICreateTypeLib2_SetName(made, (OLECHAR *)L"Excel")) || FAILED(ICreateTypeLib2_SetLcid(made, 0)))
        return 0;
    for (int kind = APPLICATION; kind <= RANGE; kind++)
        if (!add_type(made, kind, kind == RANGE ? 1 << RANGE | 1 << ROWS | 1 << COLUMNS : 1u << kind))
            return 0;
    types[ROWS] = types[COLUMNS] = types[RANGE];
    return !registered || (SUCCEEDED(ICreateTypeLib2_SaveAllChanges(made)) &&
                           SUCCEEDED(LoadTypeLibEx(registered, REGKIND_REGISTER, &library)));
}

void forget_types(void)
{
    GUID name = identifier(0x00020813);
    UnRegisterTypeLib(&name, 1, 9, 0, SYS_WIN64);
}

static void add_cell(int row, int column, VARIANT value)
{
    struct sheet *sheet = &sheets[sheet_count - 1];
    sheet->cells = realloc(sheet->cells, (sheet->count + 1) * sizeof *sheet->cells);
    sheet->cells[sheet->count++] = (struct cell){row, column, value};
}

int open_workbook(const wchar_t *path, const wchar_t *registered)
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
    return make_types(registered);
}
