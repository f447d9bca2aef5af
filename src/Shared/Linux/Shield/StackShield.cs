using System.Text;
using DsMip.Wire;

namespace DsMip.Linux;

/// <summary>
/// Keeps the kernel's IPv6 stack from judging packets that <see cref="PacketTap"/> hands to us: it would answer a Home Address option or a
/// type 2 routing header with an ICMPv6 Parameter Problem, and ESP that it has no security association for with an unknown next header.
/// An nftables table of its own; a table left over by a crash is replaced. ESP between the two addresses that is not for us, such as
/// another IPsec daemon's, is kept from the stack as well: give that one an address of its own.
/// </summary>
public sealed class StackShield : IDisposable
{
    private readonly string _table;

    private StackShield(string name, string match, string extensionHeaders, string? tunnelInterface)
    {
        ArgumentOutOfRangeException.ThrowIfZero(name.Length);
        if (name.AsSpan().ContainsAnyExcept("abcdefghijklmnopqrstuvwxyz0123456789_"))
            throw new ArgumentException($"'{name}' has characters other than a-z, 0-9 and _", nameof(name));
        _table = $"inet dsmip_{name}";
        NftProgram.Run(Ruleset(match, extensionHeaders, tunnelInterface), $"installing nftables table {_table}");
    }

    /// <summary>Home agent: destination options and ESP sent to the home agent address.</summary>
    /// <param name="name">Suffix of the table's name: a-z, 0-9, _.</param>
    /// <param name="tunnelInterface">Interface whose packets pass: what we hand to a kernel IPsec by way of the TUN.</param>
    /// <exception cref="LinuxException">nft is missing, or refuses.</exception>
    public static StackShield ForHomeAgent(string name, Ipv6Address homeAgentAddress, string? tunnelInterface = null) =>
        new(name, $"ip6 daddr {homeAgentAddress}", "dst nexthdr != { 4, 41 }", tunnelInterface);

    /// <summary>Mobile node: routing headers and ESP sent by the home agent to any of our addresses.</summary>
    /// <inheritdoc cref="ForHomeAgent"/>
    public static StackShield ForMobileNode(string name, Ipv6Address homeAgentAddress, string? tunnelInterface = null) =>
        new(name, $"ip6 saddr {homeAgentAddress}", "exthdr rt exists", tunnelInterface);

    /// <summary>Removes the table.</summary>
    public void Dispose() => NftProgram.Run($"add table {_table}\ndelete table {_table}\n", $"removing nftables table {_table}");

    /// <summary>One transaction: "add" makes the "delete" of a table that may not exist succeed.</summary>
    private string Ruleset(string match, string extensionHeaders, string? tunnelInterface)
    {
        var text = new StringBuilder();
        text.AppendLine($"add table {_table}").AppendLine($"delete table {_table}");
        text.AppendLine($"table {_table} {{").AppendLine("chain prerouting {");
        text.AppendLine("type filter hook prerouting priority raw; policy accept;");
        if (tunnelInterface is not null) text.AppendLine($"iifname \"{tunnelInterface}\" accept");
        text.AppendLine($"{match} {extensionHeaders} counter drop");
        text.AppendLine($"{match} ip6 nexthdr esp counter drop");
        return text.AppendLine("}").AppendLine("}").ToString();
    }
}
