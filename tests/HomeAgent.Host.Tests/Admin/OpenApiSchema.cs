using System.Text.Json.Nodes;
using NJsonSchema;

namespace DsMip.HomeAgent.Host.Tests.Admin;

/// <summary>The API's own document, and whether answers are what it says.</summary>
internal sealed class OpenApiSchema(string document)
{
    private readonly JsonObject _root = JsonNode.Parse(document)!.AsObject();

    /// <summary>Method, path template and what is documented of them.</summary>
    public IEnumerable<(string Method, string Path, JsonObject Operation)> Operations =>
        from path in _root["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        select (operation.Key.ToUpperInvariant(), path.Key, operation.Value!.AsObject());

    /// <summary>The status is documented for this operation, and the body is as the schema says.</summary>
    public async Task CheckAsync(string method, string path, int status, string? mediaType, string body)
    {
        var found = Operations.Where(operation => operation.Method == method && Matches(operation.Path, path)).OrderBy(operation => operation.Path.Count(letter => letter == '{')).ToList();
        Assert.True(found.Count > 0, $"{method} {path} is not documented");
        var response = found[0].Operation["responses"]![$"{status}"];
        Assert.True(response is not null, $"{method} {path} answers {status}, which is not documented");
        if (response["content"] is not JsonObject content)
        {
            Assert.Empty(body);
            return;
        }
        Assert.True(mediaType is not null && content.ContainsKey(mediaType), $"{method} {path} answers {mediaType}");
        if (content[mediaType]!["schema"] is { } schema) await CheckAsync(schema, body);
    }

    private async Task CheckAsync(JsonNode schema, string body)
    {
        var whole = new JsonObject { ["allOf"] = new JsonArray(schema.DeepClone()), ["definitions"] = _root["components"]!["schemas"]!.DeepClone() };
        var parsed = await JsonSchema.FromJsonAsync(whole.ToJsonString().Replace("#/components/schemas/", "#/definitions/", StringComparison.Ordinal));
        Assert.True(parsed.Validate(body) is { Count: 0 }, $"{string.Join("; ", parsed.Validate(body))}\n{body}");
    }

    private static bool Matches(string template, string path)
    {
        var (wanted, given) = (template.Split('/'), path.Split('?')[0].Split('/'));
        return wanted.Length == given.Length && wanted.Zip(given, (part, text) => part.StartsWith('{') || part == text).All(fits => fits);
    }
}
