using DsMip.Lab.Walk;
using Spectre.Console;

namespace DsMip.Lab.Report;

internal static class MoveTable
{
    private const int FirstNumber = 5;

    public static Table Of(IEnumerable<MoveResult> moves)
    {
        var table = new Table().Border(TableBorder.Rounded);
        foreach (var (column, i) in MoveRow.Columns.Select((c, i) => (c, i)))
        {
            table.AddColumn(i < FirstNumber ? new TableColumn(column) : new TableColumn(column).RightAligned());
        }

        foreach (var move in moves)
        {
            var cells = MoveRow.Of(move);
            table.AddRow([new Markup($"[{Colour(cells[0])}]{cells[0]}[/]"), .. cells.Skip(1).Select(c => new Markup(c.EscapeMarkup()))]);
        }

        return table;
    }

    private static string Colour(string state) => state switch { "ok" => "green", "..." => "grey", "outage" => "yellow", _ => "red" };
}
