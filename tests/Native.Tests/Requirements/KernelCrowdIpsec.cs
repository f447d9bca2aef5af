using DsMip.IPsec;
using DsMip.Linux;
using DsMip.Linux.Netlink.Xfrm;
using DsMip.NativeIpsec;
using DsMip.Simulation.Tests.Nodes;
using DsMip.Simulation.Tests.Requirements;
using DsMip.Simulation.Tests.World;
using DsMip.Testing;
using DsMip.Tunnel;

namespace DsMip.Native.Tests.Requirements;

/// <summary>The kernel's, in a namespace of its own; the mobile nodes seal with ours.</summary>
internal sealed class KernelCrowdIpsec : ICrowdIpsec
{
    private readonly NetworkNamespace _namespace = NetworkNamespace.Create();
    private readonly XfrmNetlink _kernel;
    private readonly TunDevice _tun;
    private readonly MobilityHeaderSocket _messages;
    private readonly KernelAssociations _associations;
    private LateMessages? _late;

    private readonly ReassociationTechnique _reassociation;

    public KernelCrowdIpsec(int size, ReassociationTechnique reassociation)
    {
        _reassociation = reassociation;
        _tun = _namespace.Run(() => TunDevice.Open("dsmip0"));
        _namespace.Ip("link set dsmip0 up");
        _namespace.Ip($"address add {Place.HomeAgent}/128 dev dsmip0 nodad");
        _kernel = _namespace.Run(() => new XfrmNetlink());
        _messages = _namespace.Run(() => new MobilityHeaderSocket());
        var policies = new InstalledPolicies(_kernel);
        for (var number = 0; number < size; number++) Install(policies, new Subscriber(number));
        _associations = _namespace.Run(() => new KernelAssociations(Place.HomeAgent, atHomeAgent: true));
        _associations.Start();
    }

    public ISpiOracle Oracle => _associations;

    public IIpsecPath Begin(IIpsecSink sink)
    {
        _late = new LateMessages(sink);
        return _reassociation == ReassociationTechnique.Lock ? new LockedKernelPath(_tun, _messages, _kernel, sink) : new KernelPath(_tun, _messages, sink);
    }

    public void Settle()
    {
        while (_messages.Wait(TimeSpan.FromMilliseconds(200))) _messages.Receive(_late!);
    }

    public void Dispose()
    {
        _associations.Dispose();
        _messages.Dispose();
        _kernel.Dispose();
        _tun.Dispose();
        _namespace.Dispose();
    }

    private sealed class LateMessages(IIpsecSink sink) : IFrameHandler
    {
        public void Handle(IFrameSource source, Span<byte> buffer, int offset, int length) => sink.Clear(buffer.Slice(offset, length));
    }

    private void Install(InstalledPolicies policies, Subscriber subscriber)
    {
        using var updates = Keys.OpenUpdates(subscriber);
        using var acknowledgements = Keys.SealAcknowledgements(subscriber);
        ManualAssociations.Install(
            _kernel, atHomeAgent: true, Place.HomeAgent, subscriber.HomeAddress, updates.Parameters, acknowledgements.Parameters);
        policies.Install(MobilityPolicies.Permanent(atHomeAgent: true, Place.HomeAgent, subscriber.HomeAddress));
    }
}
