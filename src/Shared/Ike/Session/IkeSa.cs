using System.Globalization;
using DsMip.Ike.Vici;
using DsMip.Wire;

namespace DsMip.Ike;

/// <summary>An IKE SA as charon lists it.</summary>
/// <param name="State">charon's word; <c>ESTABLISHED</c> is the good one.</param>
public sealed record IkeSa(
    string Connection, string UniqueId, string State, string LocalHost, string RemoteHost, string RemoteIdentity, IReadOnlyList<ChildSa> Children)
{
    public const string Established = "ESTABLISHED";

    /// <summary>Addresses that the other end has given us.</summary>
    public IReadOnlyList<Ipv6Address> LocalVirtualAddresses { get; init; } = [];

    /// <summary>Addresses that we have given to the other end.</summary>
    public IReadOnlyList<Ipv6Address> RemoteVirtualAddresses { get; init; } = [];

    internal static IEnumerable<IkeSa> Read(ViciSection message) =>
        from sa in message.Sections()
        let section = sa.Value
        select new IkeSa(
            sa.Key,
            section.Text("uniqueid") ?? "",
            section.Text("state") ?? "",
            section.Text("local-host") ?? "",
            section.Text("remote-host") ?? "",
            // Who was authenticated by EAP is who EAP says; the other identity is for finding the way to it (RFC 4877 8).
            section.Text("remote-eap-id") ?? section.Text("remote-id") ?? "",
            [.. section.Section("child-sas")?.Sections().Select(child => ChildSa.Read(child.Value)) ?? []])
        {
            LocalVirtualAddresses = Addresses(section.Texts("local-vips")),
            RemoteVirtualAddresses = Addresses(section.Texts("remote-vips")),
        };

    private static Ipv6Address[] Addresses(IEnumerable<string> texts) =>
        [.. texts.Select(text => Ipv6Address.TryParse(text, null, out var address) ? address : default).Where(address => !address.IsUnspecified)];
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
