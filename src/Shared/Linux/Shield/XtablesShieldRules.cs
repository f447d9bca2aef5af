using System.Text;
using DsMip.Wire;

namespace DsMip.Linux;

/// <summary>A chain of the shield's own in the raw tables, for kernels that have xtables but no nftables.</summary>
internal sealed class XtablesShieldRules(ShieldScope scope) : IShieldRules
{
    private const string Ipv4 = "iptables-legacy", Ipv6 = "ip6tables-legacy";

    private readonly string _chain = scope.Identifier;

    public void Install()
    {
        Install(Ipv6, Ipv6Rules());
        if (scope.EspInUdp is not null) Install(Ipv4, Ipv4Rules());
        else Clear(Ipv4);
    }

    public void Remove()
    {
        Clear(Ipv6);
        Clear(Ipv4);
    }

    internal string Ipv6Rules()
    {
        var match = scope.AtHomeAgent ? $"-d {scope.HomeAgent}" : $"-s {scope.HomeAgent}";
        var text = Begin();
        if (scope.SealsInItsName) text.AppendLine($"-A {_chain} ! -d ff00::/8 -s {scope.HomeAgent} ! -i lo -j DROP");
        if (scope.AtHomeAgent)
        {
            // Destination options in front of an IP packet are a tunnel encapsulation limit (RFC 2473 4.1.1): the kernel's business.
            text.AppendLine($"-A {_chain} {match} -m u32 --u32 \"4>>8&0xFF=60&&40>>24=4,41\" -j RETURN");
            text.AppendLine($"-A {_chain} {match} -m dst -j DROP");
        }
        else
        {
            text.AppendLine($"-A {_chain} {match} -m rt -j DROP");
        }
        if (scope.HomeAddress is { } home) text.AppendLine($"-A {_chain} -m u32 --u32 \"{Routed(home)}\" -j DROP");
        text.AppendLine($"-A {_chain} {match} -p esp -j DROP");
        if (scope.AtHomeAgent) text.AppendLine($"-A {_chain} {match} -p 135 -j DROP");
        return text.AppendLine("COMMIT").ToString();
    }

    private static string Routed(Ipv6Address home) =>
        $"4>>8&0xFF=43&&40>>8&0xFF=2&&48=0x{(uint)(home.Value >> 96):x}&&52=0x{(uint)(home.Value >> 64):x}&&56=0x{(uint)(home.Value >> 32):x}&&60=0x{(uint)home.Value:x}";

    /// <inheritdoc cref="NftShieldRules"/>
    /// <remarks>The u32 expression skips the IPv4 header by its length and asks for the first word after 8 bytes of UDP header.</remarks>
    internal string Ipv4Rules()
    {
        var address = scope.EspInUdp!.Value.IsUnspecified ? "" : scope.AtHomeAgent ? $"-d {scope.EspInUdp} " : $"-s {scope.EspInUdp} ";
        var port = scope.AtHomeAgent ? "--dport" : "--sport";
        var text = Begin();
        text.AppendLine($"-A {_chain} {address}-p udp {port} 4500 -m u32 --u32 \"0>>22&0x3C@8=1:0xffffffff\" -j DROP");
        return text.AppendLine("COMMIT").ToString();
    }

    /// <summary>Naming a chain creates it or empties the one that is there.</summary>
    private StringBuilder Begin()
    {
        var text = new StringBuilder().AppendLine("*raw").AppendLine($":{_chain} - [0:0]");
        if (scope.TunnelInterface is { } tunnel) text.AppendLine($"-A {_chain} -i {tunnel} -j RETURN");
        return text;
    }

    private void Install(string program, string rules)
    {
        Of(program + "-restore").Run(["-w", "--noflush"], rules, $"filling chain {_chain} of {program}");
        if (Run(program, "-C", "PREROUTING", "-j", _chain)) return;
        Of(program).Run(["-w", "-t", "raw", "-I", "PREROUTING", "-j", _chain], "", $"entering chain {_chain} of {program}");
    }

    /// <summary>Whatever of it is there, also of an earlier run with ESP in UDP.</summary>
    private void Clear(string program)
    {
        if (!Run(program, "-F", _chain)) return;
        Run(program, "-D", "PREROUTING", "-j", _chain);
        Run(program, "-X", _chain);
    }

    private static bool Run(string program, params string[] arguments) => Of(program).TryRun(["-w", "-t", "raw", .. arguments]);

    private static FirewallProgram Of(string name) => new(name, "iptables");
}
