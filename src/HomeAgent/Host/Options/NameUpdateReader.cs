using DsMip.Configuration;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Options;

/// <summary>The section <c>NameUpdates</c>.</summary>
internal static class NameUpdateReader
{
    private const int DnsPort = 53;
    private const int Week = 7 * 24 * 60 * 60;
    private const int ShortestKey = 16;
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(0.5), Least = TimeSpan.FromSeconds(0.1), Most = TimeSpan.FromSeconds(2);

    /// <summary>Null: there is no server, and names are not updated.</summary>
    /// <param name="isUsed">This process sends updates, and needs the key.</param>
    public static NameUpdateOptions? Read(SettingsReader section, bool isUsed)
    {
        var server = section.Optional<IpAddress>("Server", "an IP address");
        var (zone, keyName, keyFile) = (section.Text("Zone"), section.Text("KeyName"), section.Text("KeyFile"));
        var algorithm = section.Choice("KeyAlgorithm", TsigAlgorithm.HmacSha256);
        var port = section.Number("Port", DnsPort, 1, ushort.MaxValue);
        var timeToLive = (int)section.Duration("TimeToLive", TimeSpan.FromMinutes(1), TimeSpan.Zero, TimeSpan.FromSeconds(Week)).TotalSeconds;
        var timeout = section.Duration("Timeout", Usual, Least, Most);
        if (server is not { } address)
            return (zone ?? keyName ?? keyFile) is null ? null : throw section.Wrong("Server", "is required: the address of the primary server of the zone");
        return new NameUpdateOptions(
            address, port, Name(section, "Zone", zone), KeyName(section, keyName), algorithm,
            isUsed ? Key(section, keyFile ?? throw section.Wrong("KeyFile", "is required: the TSIG key's secret in base64; updates without a key are not sent")) : [], timeToLive, timeout);
    }

    /// <summary>The <c>DnsName</c> of a mobile node.</summary>
    public static string? ReadName(SettingsReader node) => node.Text("DnsName") is { } text ? Name(node, "DnsName", text) : null;

    private static string Name(SettingsReader section, string key, string? text)
    {
        if (text is null) throw section.Wrong(key, "is required, such as example.org");
        return DnsName.TryRead(text, out var name) ? name : throw section.Wrong(key, $"'{text}' is not a fully qualified name such as mn.example.org");
    }

    // A single label is usual, which a name of a host is not.
    private static string KeyName(SettingsReader section, string? text)
    {
        if (text is null) throw section.Wrong("KeyName", "is required: the TSIG key's name, as the server knows it");
        var isName = DnsName.TryRead(text, out _) || DnsName.TryRead(text + ".test", out _);
        return isName ? text : throw section.Wrong("KeyName", $"'{text}' is not a name such as mn-updates or mn-updates.example.org");
    }

    private static ValueArray<byte> Key(SettingsReader section, string path)
    {
        try
        {
            var key = Convert.FromBase64String(File.ReadAllText(path).Trim());
            return key.Length >= ShortestKey ? ValueArray.Create<byte>(key) : throw section.Wrong("KeyFile", $"holds a secret of {key.Length} bytes; {ShortestKey} is the least");
        }
        catch (FormatException)
        {
            throw section.Wrong("KeyFile", $"'{path}' does not hold a secret in base64 and nothing else");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw section.Wrong("KeyFile", e.Message.ReplaceLineEndings(" "));
        }
    }
}
