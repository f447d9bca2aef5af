using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DsMip.Cli.Commands;

/// <summary>What most commands do: ask one thing, and show it.</summary>
internal static class Requests
{
    public static string Escaped(string part) => Uri.EscapeDataString(part);

    /// <summary>Pairs without a value are left out.</summary>
    public static string Query(string path, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var query = new List<string>();
        foreach (var (name, value) in parameters)
            if (value is not null) query.Add($"{name}={Escaped(Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!)}");
        return query.Count == 0 ? path : $"{path}?{string.Join('&', query)}";
    }

    public static async Task<int> ShowAsync(ParseResult parsed, HttpMethod method, string path, string? body, CancellationToken stop)
    {
        using var home = Connection.Open(parsed);
        Output.Show(parsed, (await home.SendAsync(method, path, body, stop).ConfigureAwait(false)).Body);
        return ExitCodes.Ok;
    }

    /// <summary>Page after page, until there is none or there are enough.</summary>
    public static async Task<int> ListAsync(ParseResult parsed, string path, int? most, CancellationToken stop, params (string Header, string Member)[] columns)
    {
        using var home = Connection.Open(parsed);
        var all = new JsonArray();
        for (var next = path; next is not null && !(all.Count >= most);)
        {
            var answer = await home.SendAsync(HttpMethod.Get, next, null, stop).ConfigureAwait(false);
            foreach (var row in answer.Body.EnumerateArray())
                if (!(all.Count >= most)) all.Add(JsonNode.Parse(row.GetRawText()));
            next = answer.Next;
        }
        Output.Show(parsed, JsonSerializer.SerializeToElement(all), columns);
        return ExitCodes.Ok;
    }
}
