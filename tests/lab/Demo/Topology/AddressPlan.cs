namespace DsMip.Lab.Topology;

/// <summary>
/// Every name and address of the lab. IPv6 from 2001:db8::/32 (RFC 3849), public IPv4 from 192.0.2.0/24, 198.51.100.0/24 and
/// 203.0.113.0/24 (RFC 5737), the private networks behind the NATs from 10.0.0.0/8.
/// </summary>
public static class AddressPlan
{
    public const string NamespacePrefix = "dsm-";

    public const string HomePrefix = "2001:db8:1::/64";
    public const string HomeAgentAddress = "2001:db8:1::1";
    public const string Ipv4HomePrefix = "198.51.100.0/24";
    public const string Ipv4HomeGateway = "198.51.100.1";
    public const string Ipv4Pool = "198.51.100.100-198.51.100.200";
    public const string HomeLink = "home0";

    public const string Uplink = "up0";
    public const string HomeAgentIpv4Address = "192.0.2.2";

    public const string CorrespondentIpv6 = "2001:db8:c::10";
    public const string CorrespondentIpv4 = "192.0.2.10";

    public const string Nat1Outside = "192.0.2.18";
    public const string Nat2Outside = "192.0.2.26";

    /// <summary>The mobile node's only interface.</summary>
    public const string Wan = "wan0";

    public static readonly NetworkNamespace HomeAgent = new("dsm-ha");
    public static readonly NetworkNamespace Core = new("dsm-core");
    public static readonly NetworkNamespace Correspondent = new("dsm-cn");
    public static readonly NetworkNamespace Air = new("dsm-air");
    public static readonly NetworkNamespace Nat1 = new("dsm-nat1");
    public static readonly NetworkNamespace Nat2 = new("dsm-nat2");

    /// <summary>Everything but mobile nodes and what serves their home prefixes.</summary>
    public static IReadOnlyList<NetworkNamespace> Internet { get; } = [Core, Correspondent, Air, Nat1, Nat2];

    public static string Bridge(Attachment network) => network switch
    {
        Attachment.Home => "home",
        Attachment.V6 => "v6",
        Attachment.V4 => "v4",
        Attachment.Nat1 => "nat1",
        _ => "nat2",
    };

    /// <summary>What a host gets on a network: its addresses with prefix length, and the routers.</summary>
    public static IReadOnlyList<(string Address, int PrefixLength, string Router)> Lease(Attachment network, int host) => network switch
    {
        Attachment.Home => [($"2001:db8:1::{host}", 64, HomeAgentAddress), ($"198.51.100.{host}", 24, Ipv4HomeGateway)],
        Attachment.V6 => [($"2001:db8:6::{host}", 64, "2001:db8:6::1")],
        Attachment.V4 => [($"203.0.113.{host}", 24, "203.0.113.1")],
        Attachment.Nat1 => [($"10.1.0.{host}", 24, "10.1.0.1")],
        _ => [($"10.2.0.{host}", 24, "10.2.0.1")],
    };
}
