"""The parts that belong to a sheet of ours: its tables and its chart, new ones or those that are there."""

from collections.abc import Collection, Mapping, Sequence

from ims_xl.workbook import layout
from ims_xl.workbook.cell_values import Plain, plain
from ims_xl.workbook.layout import DrawnColumn
from ims_xl.workbook.places import Place
from ims_xl.workbook.ranges import box as box_of
from ims_xl.workbook.sheet import Bars, Sheet
from ims_xl.workbook.xlsx import chart, table_part
from ims_xl.workbook.xlsx.parts import Parts
from ims_xl.workbook.xlsx.worksheet import At, Worksheet
from ims_xl.workbook.xlsx.xml import Element, parse


def write_tables(
    parts: Parts,
    part: str,
    sheet: Worksheet,
    spec: Sheet,
    drawn: Mapping[str, Sequence[DrawnColumn]],
    places: Mapping[str, Place],
    with_totals: Collection[str],
) -> None:
    """The parts of our tables, as they are or new ones; parts of tables that ours lie over go.

    `with_totals`: names of tables that have a row of totals below them.
    """
    there = {}
    for relation in parts.relations(part):
        if relation.kind == "table":
            there[relation.id] = (relation.target, parse(parts.read(relation.target)))
    listed = sheet.ensure("tableParts")
    for table in spec.tables:
        columns, box = drawn[table.name], layout.table_box(table)
        headers = [column.header for column in columns]
        known = next((link for link, (_, root) in there.items() if root.get("displayName") == table.name), "")
        if known:
            target, root = there.pop(known)
            ours = {column.header: not column.own for column in columns}
            table_part.resize(root, box, headers, ours, totals=table.name in with_totals)
            parts.write(target, root.document())
            continue
        target = parts.new_name("xl/tables/table{}.xml")
        made = table_part.new_table(table.name, _next_number(parts), box, headers)
        parts.write(target, made.document(), table_part.TABLE_TYPE)
        listed.children.append(Element("tablePart", {"r:id": parts.relate(part, "table", target)}))
    for link, (target, root) in there.items():
        area = box_of(root.get("ref"))
        if any(area.meets(place.box) for place in places.values()) or root.get("displayName") in places:
            listed.children = [one for one in listed.elements if one.link() != link]
            parts.unrelate(part, link)
            parts.remove(target)
    listed.attributes["count"] = str(len(listed.elements))
    if not listed.elements:
        sheet.replace("tableParts", None)


def _next_number(parts: Parts) -> int:
    """A number that no table of the workbook has."""
    tables = [name for name in parts.names if name.startswith("xl/tables/")]
    return max([int(parse(parts.read(name)).get("id", "0")) for name in tables], default=0) + 1


def has_charts(parts: Parts, part: str, spec: Sheet, title: str) -> bool:
    """Whether the charts of a sheet are there just as they would be drawn; other programs write them otherwise."""
    there = {
        parts.read(chart_part.target)
        for drawing in parts.relations(part)
        if drawing.kind == "drawing" and drawing.target in parts.names
        for chart_part in parts.relations(drawing.target)
        if chart_part.kind == "chart" and chart_part.target in parts.names
    }
    values = values_of(spec)
    return all(chart.chart(bars, title, _figures(bars, values)) in there for bars in spec.bars)


def values_of(spec: Sheet) -> dict[At, Plain]:
    """What the cells outside tables hold."""
    return {(cell.row, cell.column): plain(cell.value) for cell in spec.cells}


def write_chart(parts: Parts, part: str, sheet: Worksheet, bars: Bars, title: str, values: Mapping[At, Plain]) -> None:
    """A chart on the sheet of that title, which holds `values`; one that is there stays where it was moved."""
    made = chart.chart(bars, title, _figures(bars, values))
    drawing = sheet.child("drawing")
    targets = {relation.id: relation.target for relation in parts.relations(part)}
    target = targets.get(drawing.link(), "") if drawing else ""
    for relation in parts.relations(target) if target else ():
        if relation.kind == "chart" and chart.title(parse(parts.read(relation.target))) == bars.title:
            parts.write(relation.target, made)
            return
    if not target:
        target = parts.new_name("xl/drawings/drawing{}.xml")
        parts.write(target, chart.drawing().document(), chart.DRAWING_TYPE)
        sheet.put(Element("drawing", {"r:id": parts.relate(part, "drawing", target)}))
    name = parts.new_name("xl/charts/chart{}.xml")
    parts.write(name, made, chart.CHART_TYPE)
    root = parse(parts.read(target))
    root.children.append(chart.anchor(bars, parts.relate(target, "chart", name), len(root.elements) + 1))
    parts.write(target, root.document())


def _figures(bars: Bars, values: Mapping[At, Plain]) -> chart.Figures:
    names, heights = (
        [values.get((row, column)) for row in range(top, bottom + 1) for column in range(left, right + 1)]
        for top, left, bottom, right in (bars.categories, bars.values)
    )
    return chart.Figures(names, heights)
