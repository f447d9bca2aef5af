namespace DsMip.Lab.Topology;

/// <summary>A NAT box: masquerades the private network behind it, by nftables.</summary>
public sealed class AddressTranslator(NetworkNamespace space)
{
    public static AddressTranslator Nat1 { get; } = new(AddressPlan.Nat1);

    public static AddressTranslator Nat2 { get; } = new(AddressPlan.Nat2);

    /// <summary>Keeps the source port where it can ("port preservation", RFC 4787 4.2.1).</summary>
    public void KeepPorts() => Load("masquerade");

    /// <summary>A random port for each new mapping.</summary>
    public void RandomPorts() => Load("masquerade fully-random");

    /// <summary>Forgets every mapping, as after a reboot; new ones get ports of the given range.</summary>
    public void Forget(int firstPort, int lastPort)
    {
        Load($"meta l4proto {{ tcp, udp }} masquerade to :{firstPort}-{lastPort}");
        space.Exec(["conntrack", "-F"]);
    }

    private void Load(string how) => space.Nft($$"""
        table ip nat
        delete table ip nat
        table ip nat {
          chain postrouting {
            type nat hook postrouting priority srcnat
            oifname "out0" {{how}}
          }
        }
        """);
}
