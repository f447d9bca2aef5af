using System.Globalization;
using System.Text;

namespace DsMip.Lab.Report;

/// <summary>Just enough SVG; classes refer to the style sheet of the picture.</summary>
internal sealed class Svg
{
    private readonly StringBuilder _text = new();

    public void Rectangle(string style, double x, double y, double width, double height, string? tip = null) =>
        Element("rect", style, $"""x="{N(x)}" y="{N(y)}" width="{N(width)}" height="{N(height)}" rx="2" """, tip);

    public void Line(string style, double x1, double y1, double x2, double y2) =>
        Element("line", style, $"""x1="{N(x1)}" y1="{N(y1)}" x2="{N(x2)}" y2="{N(y2)}" """, null);

    public void Text(string style, double x, double y, string text) =>
        _text.AppendLine(CultureInfo.InvariantCulture, $"""<text class="{style}" x="{N(x)}" y="{N(y)}">{Escape(text)}</text>""");

    public void Area(string style, double baseline, IEnumerable<(double X, double Y)> points)
    {
        var list = points.ToList();
        if (list.Count > 1)
        {
            var path = string.Join(' ', list.Select(p => $"L{N(p.X)} {N(p.Y)}"));
            Element("path", style, $"""d="M{N(list[0].X)} {N(baseline)} {path} L{N(list[^1].X)} {N(baseline)} Z" """, null);
        }
    }

    public string Document(double width, double height, string style, string title) => $"""
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {N(width)} {N(height)}" role="img" aria-label="{Escape(title)}">
        <title>{Escape(title)}</title>
        <style>{style}</style>
        {_text}</svg>

        """;

    private static string N(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Escape(string text) => System.Security.SecurityElement.Escape(text);

    private void Element(string name, string style, string attributes, string? tip) => _text.AppendLine(
        tip is null
            ? $"""<{name} class="{style}" {attributes}/>"""
            : $"""<{name} class="{style}" {attributes}><title>{Escape(tip)}</title></{name}>""");
}
