using System.CommandLine;
using System.Text.Json;
using Spectre.Console;

namespace DsMip.Cli;

/// <summary>What is answered, for people or for scripts.</summary>
internal static class Output
{
    private const int AnyWidth = 10_000;
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <param name="columns">Header and member; a member of a member has a dot between them.</param>
    public static void Show(ParseResult parsed, JsonElement body, params ReadOnlySpan<(string Header, string Member)> columns)
    {
        if (Connection.WantsJson(parsed)) WriteJson(body);
        else if (body.ValueKind == JsonValueKind.Array) WriteTable(body, columns);
        else if (body.ValueKind == JsonValueKind.Object) WriteMembers(body);
    }

    /// <summary>One line, for people only.</summary>
    public static void Say(ParseResult parsed, string line)
    {
        if (!Connection.WantsJson(parsed)) Console.WriteLine(line);
    }

    public static void WriteJson(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Undefined) Console.WriteLine(JsonSerializer.Serialize(body, Indented));
    }

    private static void WriteTable(JsonElement rows, ReadOnlySpan<(string Header, string Member)> columns)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (var (header, _) in columns) table.AddColumn(new TableColumn(new Text(header)).NoWrap());
        foreach (var row in rows.EnumerateArray())
        {
            var cells = new List<Text>();
            foreach (var (_, member) in columns) cells.Add(new Text(Cell(row, member)));
            table.AddRow(cells);
        }
        Write(table);
    }

    private static void WriteMembers(JsonElement body)
    {
        var grid = new Grid().AddColumn().AddColumn();
        foreach (var member in body.EnumerateObject()) grid.AddRow(new Text(member.Name), new Text(Text(member.Value)));
        Write(grid);
    }

    private static void Write(Spectre.Console.Rendering.IRenderable what)
    {
        // Lines in a file or a pipe are as long as they are.
        if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = AnyWidth;
        AnsiConsole.Write(what);
    }

    private static string Cell(JsonElement row, string member)
    {
        var value = row;
        foreach (var name in member.Split('.'))
            if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(name, out value)) return "";
        return Text(value);
    }

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => "",
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(Text)),
        JsonValueKind.Object => string.Join(" ", value.EnumerateObject().Where(member => member.Value.ValueKind != JsonValueKind.Null).Select(member => $"{member.Name}={Text(member.Value)}")),
        _ => value.ToString(),
    };
}
