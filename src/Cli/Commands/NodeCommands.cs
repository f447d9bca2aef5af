using System.CommandLine;
using System.Text.Json.Nodes;

namespace DsMip.Cli.Commands;

/// <summary><c>dsmip nodes</c>. Keys never stand on a command line: they are made by the home agent, or come from a file.</summary>
internal static class NodeCommands
{
    private static readonly Argument<string> Home = new("home-address");
    private static readonly Option<string?> Ipv4 = new("--ipv4") { Description = "IPv4 home address" };
    private static readonly Option<string[]> Networks = new("--network") { Description = "prefix behind it, of either family; may be repeated" };
    private static readonly Option<long?> Revision = new("--revision") { Description = "only if this is its revision" };

    public static Command Create() => new("nodes", "Mobile nodes that are served") { List(), Show(), Add(), Change(), Delete(), Rotate() };

    private static Command List()
    {
        var command = new Command("list", "All of them");
        command.SetAction((parsed, stop) => Requests.ListAsync(
            parsed, "mobile-nodes", null, stop,
            ("HOME ADDRESS", "homeAddress"), ("IPV4", "ipv4HomeAddress"), ("SOURCE", "source"), ("KEYS", "keys"), ("SPI", "bindingUpdate.spi"), ("SUITE", "bindingUpdate.suite"),
            ("REVISION", "revision")));
        return command;
    }

    private static Command Show()
    {
        var command = new Command("show", "One of them") { Home };
        command.SetAction((parsed, stop) => Requests.ShowAsync(parsed, HttpMethod.Get, Path(parsed), null, stop));
        return command;
    }

    private static Command Add()
    {
        var suite = new Option<string?>("--suite") { Description = "of both SAs; without: aes-gcm-16-128" };
        var keys = new Option<string?>("--keys") { Description = "JSON file with bindingUpdate and bindingAcknowledgement as the API has them, or - ; without: keys are made and shown once" };
        var command = new Command("create", "A new one in the store") { Home, Ipv4, Networks, suite, keys };
        command.SetAction((parsed, stop) =>
        {
            var body = parsed.GetValue(keys) is { } file ? Read(file) : new JsonObject();
            body["homeAddress"] = parsed.GetRequiredValue(Home);
            Describe(parsed, body);
            foreach (var sa in parsed.GetValue(suite) is null ? [] : (string[])["bindingUpdate", "bindingAcknowledgement"])
            {
                body[sa] ??= new JsonObject();
                body[sa]!["suite"] = parsed.GetValue(suite);
            }
            return Requests.ShowAsync(parsed, HttpMethod.Post, "mobile-nodes", body.ToJsonString(), stop);
        });
        return command;
    }

    private static Command Change()
    {
        var command = new Command("change", "Everything of one but its keys; what is not said it has no longer") { Home, Ipv4, Networks, Revision };
        command.SetAction((parsed, stop) =>
        {
            var body = new JsonObject();
            Describe(parsed, body);
            if (parsed.GetValue(Revision) is { } revision) body["revision"] = revision;
            return Requests.ShowAsync(parsed, HttpMethod.Put, Path(parsed), body.ToJsonString(), stop);
        });
        return command;
    }

    private static Command Delete()
    {
        var command = new Command("delete", "Serve one no longer") { Home, Revision };
        command.SetAction((parsed, stop) => Requests.ShowAsync(parsed, HttpMethod.Delete, Requests.Query(Path(parsed), ("revision", parsed.GetValue(Revision))), null, stop));
        return command;
    }

    private static Command Rotate()
    {
        var keys = new Option<string?>("--keys") { Description = "JSON file with bindingUpdate and bindingAcknowledgement as the API has them, or - ; without: keys are made and shown once" };
        var command = new Command("rotate-keys", "New keys for one") { Home, keys, Revision };
        command.SetAction((parsed, stop) =>
        {
            var body = parsed.GetValue(keys) is { } file ? Read(file) : new JsonObject();
            if (parsed.GetValue(Revision) is { } revision) body["revision"] = revision;
            return Requests.ShowAsync(parsed, HttpMethod.Post, Path(parsed) + "/keys", body.ToJsonString(), stop);
        });
        return command;
    }

    private static string Path(ParseResult parsed) => $"mobile-nodes/{Requests.Escaped(parsed.GetRequiredValue(Home))}";

    private static void Describe(ParseResult parsed, JsonObject body)
    {
        if (parsed.GetValue(Ipv4) is { } ipv4) body["ipv4HomeAddress"] = ipv4;
        var networks = parsed.GetValue(Networks) ?? [];
        body["mobileNetworkPrefixes"] = Prefixes(networks.Where(prefix => prefix.Contains(':', StringComparison.Ordinal)));
        body["ipv4MobileNetworkPrefixes"] = Prefixes(networks.Where(prefix => !prefix.Contains(':', StringComparison.Ordinal)));
    }

    private static JsonArray Prefixes(IEnumerable<string> prefixes) => [.. prefixes.Select(prefix => (JsonNode)prefix)];

    private static JsonObject Read(string file)
    {
        try
        {
            return JsonNode.Parse(file == "-" ? Console.In.ReadToEnd() : File.ReadAllText(file)) as JsonObject ?? throw new CliException(ExitCodes.Usage, $"--keys: {file} holds no JSON object");
        }
        catch (System.Text.Json.JsonException)
        {
            throw new CliException(ExitCodes.Usage, $"--keys: {file} holds no JSON");
        }
    }
}
