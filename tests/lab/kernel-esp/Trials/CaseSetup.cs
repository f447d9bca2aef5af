using DsMip.IPsec;
using DsMip.Wire;

namespace DsMip.KernelEsp.Lab;

/// <summary>Both sides of one <see cref="EspCase"/>, for all UDP between its inner addresses.</summary>
internal sealed class CaseSetup : IDisposable
{
    private const uint ToKernelSpi = 0x1001;
    private const uint ToUsSpi = 0x2002;

    private readonly string[] _policyIn;
    private readonly string[] _policyOut;

    /// <param name="lastSequence">The number both directions go on from.</param>
    public CaseSetup(EspCase plan, uint lastSequence = 0)
    {
        Plan = plan;
        var toKernel = LabKeys.New(ToKernelSpi, plan.Suite, plan.Extended);
        var toUs = LabKeys.New(ToUsSpi, plan.Suite, plan.Extended);
        var (inner, outer) = (plan.Inner, plan.Outer);
        _policyIn = ["src", $"{inner.Ours}", "dst", $"{inner.Kernel}", "proto", "udp"];
        _policyOut = ["src", $"{inner.Kernel}", "dst", $"{inner.Ours}", "proto", "udp"];

        KernelEsp.Flush();
        KernelEsp.AddState(plan.Mode, $"{outer.Ours}", $"{outer.Kernel}", toKernel, lastSequence);
        KernelEsp.AddState(plan.Mode, $"{outer.Kernel}", $"{outer.Ours}", toUs, lastSequence);
        KernelEsp.AddPolicy(plan.Mode, "in", _policyIn, $"{outer.Ours}", $"{outer.Kernel}");
        KernelEsp.AddPolicy(plan.Mode, "out", _policyOut, $"{outer.Kernel}", $"{outer.Ours}");

        var selector = new TrafficSelector(inner.Ours, inner.Kernel) { Protocol = IpProtocol.Udp };
        TunnelEndpoints? tunnel = plan.Mode == IpsecMode.Tunnel ? new TunnelEndpoints(outer.Ours, outer.Kernel) : null;
        var outbound = new OutboundSecurityAssociation(toKernel.Parameters(), selector, tunnel);
        var inbound = new InboundSecurityAssociation(toUs.Parameters(), selector, tunnel);
        if (lastSequence != 0)
        {
            outbound.Sequence.ResumeAt(lastSequence + 1);
            inbound.RestoreHighest(lastSequence);
        }

        Ours = new OurEsp(outbound, inbound, SecurityPolicy.Protect(PolicyDirection.Both, selector, plan.Mode));
        Socket = new KernelUdp(inner);
    }

    public EspCase Plan { get; }
    public OurEsp Ours { get; }
    public KernelUdp Socket { get; }

    public byte[] SealedByUs(ReadOnlySpan<byte> payload) => Ours.Seal(ClearFromUs(payload));

    public byte[] ClearFromUs(ReadOnlySpan<byte> payload) => Frames.Udp(Plan.Inner, KernelUdp.OurPort, KernelUdp.Port, payload);

    public void LetKernelSpeakClear() => KernelEsp.DeletePolicy("out", _policyOut);

    public void Dispose()
    {
        Socket.Dispose();
        Ours.Dispose();
    }
}
