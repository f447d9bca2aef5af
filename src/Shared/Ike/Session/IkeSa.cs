using System.Globalization;
using DsMip.Ike.Vici;

namespace DsMip.Ike;

/// <summary>An IKE SA as charon lists it.</summary>
/// <param name="State">charon's word; <c>ESTABLISHED</c> is the good one.</param>
public sealed record IkeSa(
    string Connection, string UniqueId, string State, string LocalHost, string RemoteHost, string RemoteIdentity, IReadOnlyList<ChildSa> Children)
{
    internal static IEnumerable<IkeSa> Read(ViciSection message) =>
        from sa in message.Sections()
        let section = sa.Value
        select new IkeSa(
            sa.Key,
            section.Text("uniqueid") ?? "",
            section.Text("state") ?? "",
            section.Text("local-host") ?? "",
            section.Text("remote-host") ?? "",
            section.Text("remote-id") ?? "",
            [.. section.Section("child-sas")?.Sections().Select(child => ChildSa.Read(child.Value)) ?? []]);
}

/// <summary>A pair of security associations as charon lists it.</summary>
/// <param name="Name">Of the <see cref="IkeChild"/>.</param>
/// <param name="State">charon's word; <c>INSTALLED</c> is the good one, <c>REKEYED</c> one that is about to go.</param>
public sealed record ChildSa(string Name, string State, string Mode, uint Reqid, uint InboundSpi, uint OutboundSpi)
{
    public const string Installed = "INSTALLED";

    internal static ChildSa Read(ViciSection section) => new(
        section.Text("name") ?? "",
        section.Text("state") ?? "",
        section.Text("mode") ?? "",
        uint.TryParse(section.Text("reqid"), CultureInfo.InvariantCulture, out var reqid) ? reqid : 0,
        Spi(section.Text("spi-in")),
        Spi(section.Text("spi-out")));

    private static uint Spi(string? text) => uint.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var spi) ? spi : 0;
}
