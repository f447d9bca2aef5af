using System.Globalization;
using DsMip.IPsec;
using DsMip.Wire;

namespace DsMip.KernelEsp.Lab;

/// <summary>Extended sequence numbers across 2^32, where only the inferred high half tells old from new (RFC 4303 appendix A).</summary>
internal sealed class SequenceWrapTrial(LabNetwork network, EspCase plan, Report report)
{
    private const uint LastSequence = uint.MaxValue - 20;
    private const int Packets = 40;

    public void Run()
    {
        using var setup = new CaseSetup(plan, LastSequence);
        network.Drain();
        report.Check(RowNames.Of(plan, RowNames.WrapToKernel), () => ToKernel(setup));
        report.Check(RowNames.Of(plan, RowNames.WrapFromKernel), () => FromKernel(setup));
    }

    private string ToKernel(CaseSetup setup)
    {
        var beforeWrap = setup.SealedByUs([0]);
        for (var i = 1; i < Packets; i++)
        {
            network.Send(setup.SealedByUs([(byte)i]));
            TrialException.Require(setup.Socket.Receive() is [var n] && n == i, $"packet {i} did not arrive");
        }

        network.Send(beforeWrap);
        TrialException.Require(setup.Socket.Receive() is [0], "the packet from before the wrap did not arrive late");
        return XfrmStatistics.RequireGrowth(1, ["XfrmInStateSeqError"], () => network.Send(beforeWrap));
    }

    private string FromKernel(CaseSetup setup)
    {
        var first = Array.Empty<byte>();
        for (var i = 0; i < Packets; i++)
        {
            setup.Socket.Send([(byte)i]);
            var packet = network.Receive(IpProtocol.Esp);
            TrialException.Require(setup.Ours.Open(packet)[^1] == i, $"packet {i} came out changed");
            if (i == 0) first = packet;
        }

        setup.Ours.RequireRefusal([first], IpsecDiscard.Replay);
        var highest = setup.Ours.Inbound.HighestAccepted;
        TrialException.Require(highest == LastSequence + (ulong)Packets, $"highest is {highest}");
        return string.Create(CultureInfo.InvariantCulture, $"highest number {highest}");
    }
}
