namespace DsMip.Lab.Topology;

/// <summary>A NAT box: masquerades the private network behind it, by nftables or, on a kernel without its families, by the older iptables.</summary>
public sealed class AddressTranslator(NetworkNamespace space)
{
    public static AddressTranslator Nat1 { get; } = new(AddressPlan.Nat1);

    public static AddressTranslator Nat2 { get; } = new(AddressPlan.Nat2);

    /// <summary>Keeps the source port where it can ("port preservation", RFC 4787 4.2.1).</summary>
    public void KeepPorts() => Load("masquerade", "-j MASQUERADE");

    /// <summary>A random port for each new mapping.</summary>
    public void RandomPorts() => Load("masquerade fully-random", "-j MASQUERADE --random-fully");

    /// <summary>Forgets every mapping, as after a reboot; new ones get ports of the given range.</summary>
    public void Forget(int firstPort, int lastPort)
    {
        var range = $"{firstPort}-{lastPort}";
        Load($"meta l4proto {{ tcp, udp }} masquerade to :{range}", $"-p tcp -j MASQUERADE --to-ports {range}", $"-p udp -j MASQUERADE --to-ports {range}");
        space.Exec(["conntrack", "-F"]);
    }

    private void Load(string nft, params IEnumerable<string> iptables)
    {
        if (space.HasNftables)
        {
            space.Nft(Ruleset(nft));
        }
        else
        {
            space.Exec(["iptables-legacy-restore"], $"*nat\n{string.Concat(iptables.Select(rule => $"-A POSTROUTING -o out0 {rule}\n"))}COMMIT\n");
        }
    }

    private static string Ruleset(string how) => $$"""
        table ip nat
        delete table ip nat
        table ip nat {
          chain postrouting {
            type nat hook postrouting priority srcnat
            oifname "out0" {{how}}
          }
        }
        """;
}
