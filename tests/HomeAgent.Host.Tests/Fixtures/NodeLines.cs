using System.Globalization;
using DsMip.Wire;

namespace DsMip.HomeAgent.Host.Tests.Fixtures;

/// <summary>JSON lines of mobile nodes, as an operator's system writes them.</summary>
internal static class NodeLines
{
    public static Ipv6Address Home(int number) => Ipv6Address.Parse(string.Create(CultureInfo.InvariantCulture, $"2001:db8:1::1:{number >> 16:x}:{number & 0xffff:x}"));

    /// <param name="generation">Other keys for each.</param>
    /// <param name="networks">Prefixes of either family, with commas.</param>
    public static string Line(int number, int generation = 0, string? ipv4 = null, string? networks = null) => string.Create(
        CultureInfo.InvariantCulture,
        $$$"""
        {"HomeAddress":"{{{Home(number)}}}",{{{(ipv4 is null ? "" : $"\"Ipv4HomeAddress\":\"{ipv4}\",")}}}{{{Networks(networks)}}}"BindingUpdate":{"Spi":{{{Spi(number)}}},"EncryptionKey":"{{{Key(number, generation, 1)}}}"},"BindingAcknowledgement":{"Spi":{{{Spi(number) + 1}}},"EncryptionKey":"{{{Key(number, generation, 2)}}}"}}
        """);

    public static uint Spi(int number) => (uint)(100_000 + 2 * number);

    private static string Networks(string? networks)
    {
        var families = (networks?.Split(',') ?? []).ToLookup(prefix => prefix.Contains(':', StringComparison.Ordinal));
        return Member("MobileNetworkPrefixes", families[true]) + Member("Ipv4MobileNetworkPrefixes", families[false]);

        static string Member(string name, IEnumerable<string> prefixes) => prefixes.Any() ? $"\"{name}\":[{string.Join(',', prefixes.Select(prefix => $"\"{prefix}\""))}]," : "";
    }

    private static string Key(int number, int generation, int direction) =>
        string.Create(CultureInfo.InvariantCulture, $"{number:x16}{generation:x8}{direction:x8}00112233");
}
