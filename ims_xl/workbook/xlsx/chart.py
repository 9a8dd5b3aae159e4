"""A bar chart of one row of figures, as parts: the drawing that places it, and the chart itself."""

from collections.abc import Sequence
from typing import NamedTuple

from ims_xl.workbook.cell_values import Plain
from ims_xl.workbook.layout import link
from ims_xl.workbook.ranges import Box, address
from ims_xl.workbook.sheet import Bars
from ims_xl.workbook.styles import NAVY
from ims_xl.workbook.xlsx.xml import DECLARATION, Element, escape, parse

DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.drawing+xml"
CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_DRAW = "http://schemas.openxmlformats.org/drawingml/2006/main"
_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_PLACE = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
_PIXEL = 9525  # English Metric Units
_GREY = "DDE3EA"
_UPRIGHT = ("col", "minMax", "b", "l", "nextTo")
_LYING = ("bar", "maxMin", "l", "t", "low")
"""Direction of the bars, order of their names, where the two axes stand, and the names beside theirs."""


class Figures(NamedTuple):
    """What the chart shows now: names and heights of its bars."""

    names: Sequence[Plain]
    heights: Sequence[Plain]


def chart(bars: Bars, sheet: str, shown: Figures) -> bytes:
    """The part of a chart on a sheet."""
    direction, order, names, values, labels = _LYING if bars.lying else _UPRIGHT
    points = "".join(
        f'<c:dPt><c:idx val="{number}"/><c:invertIfNegative val="0"/><c:bubble3D val="0"/>{_filled(colour)}</c:dPt>'
        for number, colour in enumerate(bars.colours)
    )
    text = (
        f'{DECLARATION}<c:chartSpace xmlns:c="{_CHART}" xmlns:a="{_DRAW}"><c:roundedCorners val="0"/><c:chart>'
        f"<c:title><c:tx><c:rich><a:bodyPr/><a:lstStyle/><a:p><a:pPr>{_letters('defRPr')}</a:pPr><a:r>{_letters('rPr')}"
        f'<a:t>{escape(bars.title)}</a:t></a:r></a:p></c:rich></c:tx><c:overlay val="0"/></c:title>'
        '<c:autoTitleDeleted val="0"/><c:plotArea><c:layout/><c:barChart>'
        f'<c:barDir val="{direction}"/>'
        '<c:grouping val="clustered"/><c:varyColors val="0"/><c:ser><c:idx val="0"/><c:order val="0"/>'
        f'{_filled(NAVY.strong)}<c:invertIfNegative val="0"/>{points}<c:dLbls>{_figures(not bars.lying)}</c:dLbls>'
        f"<c:cat><c:strRef>{_shown(sheet, bars.categories, 'strCache', shown.names)}</c:strRef></c:cat>"
        f"<c:val><c:numRef>{_shown(sheet, bars.values, 'numCache', shown.heights)}</c:numRef></c:val>"
        '</c:ser><c:gapWidth val="60"/><c:axId val="1001"/><c:axId val="1002"/></c:barChart>'
        f'<c:catAx><c:axId val="1001"/><c:scaling><c:orientation val="{order}"/></c:scaling><c:delete val="0"/>'
        f'<c:axPos val="{names}"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="{labels}"/>'
        '<c:crossAx val="1002"/><c:crosses val="autoZero"/><c:auto val="1"/><c:lblAlgn val="ctr"/>'
        '<c:lblOffset val="100"/><c:noMultiLvlLbl val="0"/></c:catAx>'
        '<c:valAx><c:axId val="1002"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="1"/>'
        f'<c:axPos val="{values}"/><c:numFmt formatCode="General" sourceLinked="1"/><c:majorTickMark val="out"/>'
        '<c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:crossAx val="1001"/><c:crosses val="autoZero"/>'
        '<c:crossBetween val="between"/></c:valAx></c:plotArea><c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/>'
        f'</c:chart><c:spPr><a:ln><a:solidFill><a:srgbClr val="{_GREY}"/></a:solidFill></a:ln></c:spPr></c:chartSpace>'
    )
    return text.encode()


def drawing() -> Element:
    """A drawing without anything in it."""
    return Element("xdr:wsDr", {"xmlns:xdr": _PLACE, "xmlns:a": _DRAW})


def anchor(bars: Bars, link_id: str, number: int) -> Element:
    """What places a chart in a drawing."""
    row, column = bars.at
    text = (
        f'<xdr:oneCellAnchor xmlns:xdr="{_PLACE}" xmlns:a="{_DRAW}"><xdr:from><xdr:col>{column - 1}</xdr:col>'
        f"<xdr:colOff>0</xdr:colOff><xdr:row>{row - 1}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from>"
        f'<xdr:ext cx="{bars.width * _PIXEL}" cy="{bars.height * _PIXEL}"/><xdr:graphicFrame macro="">'
        "<xdr:nvGraphicFramePr>"
        f'<xdr:cNvPr id="{number + 1}" name="Chart {number}"/><xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr><xdr:xfrm>'
        '<a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm><a:graphic>'
        f'<a:graphicData uri="{_CHART}"><c:chart xmlns:c="{_CHART}" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
        f'r:id="{link_id}"/></a:graphicData></a:graphic></xdr:graphicFrame><xdr:clientData/></xdr:oneCellAnchor>'
    )
    return parse(text.encode())


def title(root: Element) -> str:
    """The title of a chart part, "" when it has none of its own."""
    found = next(root.every("title"), None)
    return "".join(run.text for run in found.every("t")) if found else ""


def _figures(are_shown: bool) -> str:
    """The figure at each bar; beside lying ones it would stand over the names."""
    return (
        '<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr><c:showLegendKey val="0"/>'
        f'<c:showVal val="{are_shown:d}"/><c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/>'
        '<c:showBubbleSize val="0"/>'
    )


def _filled(colour: str) -> str:
    return f'<c:spPr><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill></c:spPr>'


def _letters(name: str) -> str:
    fill = f'<a:solidFill><a:srgbClr val="{NAVY.strong}"/></a:solidFill>'
    return f'<a:{name} lang="en-IN" sz="1200" b="1">{fill}</a:{name}>'  # hundredths of a point


def _shown(sheet: str, place: tuple[int, int, int, int], name: str, values: Sequence[Plain]) -> str:
    """Which cells are shown, and what they hold now."""
    cells = escape(link(sheet)[:-2] + address(Box(*place), fixed=True))
    shown = ["" if value is None else f"{value:.15g}" if isinstance(value, float) else str(value) for value in values]
    form = "<c:formatCode>General</c:formatCode>" if name == "numCache" else ""
    points = "".join(
        f'<c:pt idx="{number}"><c:v>{escape(text)}</c:v></c:pt>' for number, text in enumerate(shown) if text
    )
    return f'<c:f>{cells}</c:f><c:{name}>{form}<c:ptCount val="{len(shown)}"/>{points}</c:{name}>'
