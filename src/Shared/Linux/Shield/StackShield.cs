using DsMip.Wire;

namespace DsMip.Linux;

/// <summary>
/// Keeps the kernel's own stack from judging packets that <see cref="PacketTap"/> and <see cref="EspInUdpTap"/> hand to us: it would answer a
/// Home Address option or a type 2 routing header with an ICMPv6 Parameter Problem, ESP that it has no security association for with an unknown
/// next header (and so it would a Mobility Header), and would take ESP in UDP for its own. The rules are a table or a chain of their own; what a crash left over is replaced. ESP
/// between the two addresses that is not for us, such as another IPsec daemon's, is kept from the stack as well: give that one an address of its own.
/// </summary>
public sealed class StackShield : IDisposable
{
    private readonly IShieldRules _rules;

    private StackShield(ShieldScope scope) => _rules = Install(scope.Checked());

    /// <summary>Home agent: destination options, ESP and clear Mobility Headers sent to the home agent address.</summary>
    /// <param name="name">Suffix of the name of the table or chain: a-z, 0-9, _.</param>
    /// <param name="tunnelInterface">
    /// Interface whose packets pass: what we hand to a kernel IPsec by way of the TUN. The home agent's address as the source of what comes from elsewhere
    /// is forged then, and kept from being sealed as if it were ours.
    /// </param>
    /// <param name="espInUdp">The home agent's IPv4 address, 0.0.0.0 for any: ESP in UDP to (mobile node: from) its port 4500 as well. IKE passes.</param>
    /// <exception cref="LinuxException">No program for the packet filter, or it or the kernel refuses.</exception>
    public static StackShield ForHomeAgent(
        string name, Ipv6Address homeAgentAddress, string? tunnelInterface = null, Ipv4Address? espInUdp = null) =>
        new(new ShieldScope(name, true, homeAgentAddress, tunnelInterface, espInUdp));

    /// <summary>Mobile node: routing headers and ESP sent by the home agent to any of our addresses.</summary>
    /// <param name="homeAddress">Whoever sends it, a type 2 routing header with this address right behind the IPv6 header as well; null: none.</param>
    /// <inheritdoc cref="ForHomeAgent"/>
    public static StackShield ForMobileNode(
        string name, Ipv6Address homeAgentAddress, string? tunnelInterface = null, Ipv4Address? espInUdp = null, Ipv6Address? homeAddress = null) =>
        new(new ShieldScope(name, false, homeAgentAddress, tunnelInterface, espInUdp) { HomeAddress = homeAddress });

    /// <summary>Removes the rules.</summary>
    public void Dispose() => _rules.Remove();

    /// <summary>nftables first. Where the kernel or the program is missing: xtables.</summary>
    private static IShieldRules Install(ShieldScope scope)
    {
        var nft = new NftShieldRules(scope);
        try
        {
            nft.Install();
            return nft;
        }
        catch (LinuxException e) when (e.Errno is Errno.ENOENT or Errno.EOPNOTSUPP or Errno.EPROTONOSUPPORT)
        {
            return InstallWithout(e, scope);
        }
    }

    private static XtablesShieldRules InstallWithout(LinuxException nft, ShieldScope scope)
    {
        var xtables = new XtablesShieldRules(scope);
        try
        {
            xtables.Install();
            return xtables;
        }
        catch (LinuxException e) when (e.Errno != Errno.EPERM)
        {
            throw new LinuxException(
                "keeping mobility packets from the kernel's own stack", Errno.EOPNOTSUPP,
                "install the package nftables, or iptables where the kernel has no nftables (nf_tables with family inet, or the raw tables with xt_u32); "
                + $"tried: {nft.Message}; {e.Message}");
        }
    }
}
