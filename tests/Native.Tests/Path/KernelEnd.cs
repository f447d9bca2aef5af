using DsMip.Linux;
using DsMip.Linux.Netlink.Xfrm;
using DsMip.NativeIpsec;
using DsMip.Testing;

namespace DsMip.Native.Tests.KernelPaths;

/// <summary>One end of the protection: a namespace with a TUN, the kernel's IPsec above it, and the way through both.</summary>
internal sealed class KernelEnd : IDisposable
{
    private const string Interface = "dsmip0";

    internal KernelEnd(bool atHomeAgent)
    {
        AtHomeAgent = atHomeAgent;
        Namespace.Sysctl("net.ipv6.conf.default.accept_dad", "0");
        Namespace.Sysctl("net.ipv6.conf.all.forwarding", atHomeAgent ? "1" : "0");
        Namespace.Sysctl("net.ipv4.conf.all.forwarding", atHomeAgent ? "1" : "0");
        Tun = Namespace.Run(() => TunDevice.Open(Interface));
        Namespace.Ip($"link set {Interface} up");
        Namespace.Ip($"address add {(atHomeAgent ? Plan.HomeAgent : Plan.Home)}/128 dev {Interface} nodad");
        if (!atHomeAgent) Namespace.Ip($"address add {Plan.Home4}/32 dev {Interface}");
        foreach (var remote in atHomeAgent ? [$"{Plan.Home}", $"{Plan.OtherHome}", $"{Plan.Home4}"] : new[] { "::/0", "0.0.0.0/0" })
            Namespace.Ip($"route add {remote} dev {Interface}");
        Kernel = Namespace.Run(() => new XfrmNetlink());
        Messages = Namespace.Run(() => new MobilityHeaderSocket());
        Path = new KernelPath(Tun, Messages, Sink);
        Policies = new InstalledPolicies(Kernel);
    }

    internal bool AtHomeAgent { get; }
    internal NetworkNamespace Namespace { get; } = NetworkNamespace.Create();
    internal TunDevice Tun { get; }
    internal XfrmNetlink Kernel { get; }
    internal MobilityHeaderSocket Messages { get; }
    internal PathSink Sink { get; } = new();
    internal KernelPath Path { get; }
    internal InstalledPolicies Policies { get; }

    internal KernelEnd WithPolicies(bool away = true)
    {
        Policies.Install(MobilityPolicies.Permanent(AtHomeAgent, Plan.HomeAgent, Plan.Home));
        if (away) Policies.Install(MobilityPolicies.WhileAway(AtHomeAgent, Plan.HomeAgent, Plan.Homes, payload: true));
        return this;
    }

    /// <summary>Both directions of each purpose.</summary>
    internal KernelEnd WithStates(params AssociationPurpose[] purposes)
    {
        foreach (var purpose in purposes)
        {
            Kernel.Add(Plan.State(purpose, fromMobileNode: true));
            Kernel.Add(Plan.State(purpose, fromMobileNode: false));
        }
        return this;
    }

    /// <summary>What has come out in the clear, when there is so much of it; a message may come a little after the write.</summary>
    internal List<byte[]> AwaitClear(int count = 1)
    {
        SpinWait.SpinUntil(() =>
        {
            Path.TakeClear();
            return Sink.ClearPackets.Count >= count;
        }, TimeSpan.FromSeconds(10));
        Assert.Equal(count, Sink.ClearPackets.Count);
        return Sink.ClearPackets;
    }

    /// <summary>Waits long enough for a message to come out that should not.</summary>
    internal void AssertNoClear()
    {
        Thread.Sleep(100);
        Path.TakeClear();
        Assert.Empty(Sink.ClearPackets);
    }

    public void Dispose()
    {
        Messages.Dispose();
        Kernel.Dispose();
        Tun.Dispose();
        Namespace.Dispose();
    }
}
