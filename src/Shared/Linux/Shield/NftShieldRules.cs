using System.Text;
using DsMip.Wire;

namespace DsMip.Linux;

/// <summary>An nftables table of the shield's own.</summary>
internal sealed class NftShieldRules(ShieldScope scope) : IShieldRules
{
    private static readonly string[] FromStandardInput = ["-f", "-"];
    private readonly string _table = "inet " + scope.Identifier;

    public void Install() => FirewallProgram.Nft.Run(FromStandardInput, Ruleset(), $"installing nftables table {_table}");

    public void Remove() =>
        FirewallProgram.Nft.Run(FromStandardInput, $"add table {_table}\ndelete table {_table}\n", $"removing nftables table {_table}");

    /// <summary>One transaction: "add" makes the "delete" of a table that may not exist succeed.</summary>
    internal string Ruleset()
    {
        var match = $"ip6 {(scope.AtHomeAgent ? "daddr" : "saddr")} {scope.HomeAgent}";
        var text = new StringBuilder();
        text.AppendLine($"add table {_table}").AppendLine($"delete table {_table}");
        text.AppendLine($"table {_table} {{").AppendLine("chain prerouting {");
        text.AppendLine("type filter hook prerouting priority raw; policy accept;");
        if (scope.TunnelInterface is { } tunnel) text.AppendLine($"iifname \"{tunnel}\" accept");
        if (scope.SealsInItsName) text.AppendLine($"iifname != \"lo\" ip6 saddr {scope.HomeAgent} ip6 daddr != ff00::/8 counter drop");
        text.AppendLine($"{match} {(scope.AtHomeAgent ? "dst nexthdr != { 4, 41 }" : "exthdr rt exists")} counter drop");
        if (scope.HomeAddress is { } home) text.AppendLine(Routed(home));
        text.AppendLine($"{match} ip6 nexthdr esp counter drop");
        if (scope.AtHomeAgent) text.AppendLine($"{match} ip6 nexthdr 135 counter drop");
        if (scope.EspInUdp is not null) text.AppendLine(EspInUdp());
        return text.AppendLine("}").AppendLine("}").ToString();
    }

    /// <summary>Routing Type and address where they lie if the routing header comes first. The mobile networks of others keep theirs.</summary>
    private static string Routed(Ipv6Address home) => $"ip6 nexthdr 43 @nh,336,8 2 @nh,384,128 0x{home.Value:x32} counter drop";

    /// <summary>RFC 3948 2: the word after the UDP header is an SPI, or 0 in front of IKE. A keepalive is shorter, and then nothing matches.</summary>
    private string EspInUdp()
    {
        var address = scope.EspInUdp!.Value.IsUnspecified ? "" : $"ip {(scope.AtHomeAgent ? "daddr" : "saddr")} {scope.EspInUdp} ";
        return $"{address}meta nfproto ipv4 udp {(scope.AtHomeAgent ? "dport" : "sport")} 4500 @th,64,32 != 0 counter drop";
    }
}
