using System.Text.Json;
using DsMip.Configuration;
using DsMip.HomeAgent.Options;
using DsMip.IPsec;

namespace DsMip.HomeAgent.Directory;

/// <summary>JSON lines, each an element as in <c>MobileNodes</c>, checked as the configuration is. Empty lines are skipped.</summary>
internal static class MobileNodeFile
{
    private static readonly JsonDocumentOptions Json = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <exception cref="ConfigurationException">The file cannot be read, or a line is wrong; its key is file and line.</exception>
    public static IEnumerable<(string Where, SealedMobileNode Node)> Read(string path, HomeAgentOptions options)
    {
        using var lines = Open(path);
        for (var number = 1; lines.ReadLine() is { } line; number++)
        {
            if (string.IsNullOrWhiteSpace(line)) continue;
            var where = $"{path}:{number}";
            yield return (where, Read(line, where, options));
        }
    }

    private static StreamReader Open(string path)
    {
        try
        {
            return new StreamReader(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException("import", e.Message.ReplaceLineEndings(" "));
        }
    }

    private static SealedMobileNode Read(string line, string where, HomeAgentOptions options)
    {
        try
        {
            var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
            using (var document = JsonDocument.Parse(line, Json)) Flatten(document.RootElement, "", values);
            return Read(values, options);
        }
        catch (JsonException e)
        {
            throw new ConfigurationException(where, $"is not a JSON object: {e.Message.ReplaceLineEndings(" ")}");
        }
        catch (ConfigurationException e)
        {
            throw new ConfigurationException(where, e.Message);
        }
    }

    /// <param name="values">By the keys of an element of <c>MobileNodes</c>.</param>
    /// <exception cref="ConfigurationException">One of them is wrong, and named without what precedes it.</exception>
    internal static SealedMobileNode Read(Dictionary<string, string?> values, HomeAgentOptions options)
    {
        var reader = new SettingsReader(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
        var node = MobileNodeReader.Read(reader, options.AllowLegacySuites);
        reader.RefuseUnasked();
        if (node.Keys is null || node.ProtectPayload) throw reader.Wrong(node.Ike is null ? "ProtectPayload" : "Ike", "needs Ipsec=Kernel, which takes mobile nodes from MobileNodes only");
        if (node.DnsName is not null) throw reader.Wrong("DnsName", "is for mobile nodes of MobileNodes only");
        OptionsConsistency.CheckMobileNode(options, node, "");
        if (node.Ipv4HomeAddress is { } ipv4 && options.Ipv4Pool?.Contains(ipv4) == true)
            throw reader.Wrong("Ipv4HomeAddress", $"{ipv4} is in Ipv4Pool {options.Ipv4Pool}, which is for leases");
        NetworkConsistency.CheckRouted(options, node);
        return new SealedMobileNode(
            node.HomeAddress, node.Ipv4HomeAddress, Manual("BindingUpdate", node.Keys.BindingUpdate), Manual("BindingAcknowledgement", node.Keys.BindingAcknowledgement), node.Networks);

        ManualSecurityAssociation Manual(string section, SignallingAssociation association) => new()
        {
            Spi = association.Spi.Value,
            Suite = EspSuiteProfile.Of(association.Parameters.Suite).Name,
            EncryptionKey = Hex(values.GetValueOrDefault(section + ":EncryptionKey")),
            IntegrityKey = Hex(values.GetValueOrDefault(section + ":IntegrityKey")),
            ExtendedSequenceNumbers = association.Parameters.ExtendedSequenceNumbers,
        };
    }

#pragma warning disable CA1308 // Hexadecimal digits: one form for comparisons.
    private static string? Hex(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim().ToLowerInvariant();
#pragma warning restore CA1308

    private static void Flatten(JsonElement element, string key, Dictionary<string, string?> values)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in element.EnumerateObject())
            {
                var name = key.Length == 0 ? member.Name : $"{key}:{member.Name}";
                Flatten(member.Value, name, values);
            }
        }
        else if (element.ValueKind == JsonValueKind.Array && key.Length > 0)
        {
            var index = 0;
            foreach (var member in element.EnumerateArray()) Flatten(member, $"{key}:{index++}", values);
        }
        else if (key.Length == 0)
        {
            throw new ConfigurationException(key.Length == 0 ? "line" : key, "a line is one JSON object, as an element of MobileNodes");
        }
        else if (!values.TryAdd(key, element.ValueKind == JsonValueKind.Null ? null : element.ToString()))
        {
            throw new ConfigurationException(key, "is there twice");
        }
    }
}
