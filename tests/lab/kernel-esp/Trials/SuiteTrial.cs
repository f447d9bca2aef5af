using System.Buffers.Binary;
using DsMip.IPsec;
using DsMip.Wire;

namespace DsMip.KernelEsp.Lab;

/// <summary>One <see cref="EspCase"/> in both directions, and everything that both sides must refuse.</summary>
internal sealed class SuiteTrial(LabNetwork network, EspCase plan, Report report)
{
    private static readonly int[] Sizes = [0, 1, 2, 3, 4, 13, 14, 15, 16, 17, 31, 32, 64, 255, 1000, 1300];

    public void Run()
    {
        using var setup = new CaseSetup(plan);
        network.Drain();
        ToKernel(setup);
        FromKernel(setup);
    }

    private void ToKernel(CaseSetup setup)
    {
        byte[] last = [];
        Check(RowNames.KernelOpens, () =>
        {
            foreach (var size in Sizes)
            {
                var payload = Payload(size);
                network.Send(last = setup.SealedByUs(payload));
                var received = setup.Socket.Receive();
                TrialException.Require(received is not null, $"{size} bytes of payload did not arrive");
                TrialException.Require(payload.AsSpan().SequenceEqual(received), $"{size} bytes of payload arrived changed");
            }

            return $"{Sizes.Length} packets";
        });
        Refused(RowNames.KernelRefusesReplays, setup, [last, last, last, last, last], "XfrmInStateSeqError");

        // Never sent whole, so that its number is fresh for the kernel.
        var unsent = setup.SealedByUs(Payload(40));
        Refused(RowNames.KernelRefusesAltered, setup, [.. Frames.Altered(unsent)], "XfrmInStateProtoError");
        Refused(RowNames.KernelRefusesTruncated, setup, [.. Frames.Truncated(unsent)], "XfrmInHdrError", "XfrmInStateProtoError");
        var stray = Frames.WithOtherSpi(unsent);
        Refused(RowNames.KernelRefusesUnknownSpi, setup, [stray, stray, stray], "XfrmInNoStates");
        var clear = setup.ClearFromUs(Payload(40));
        Refused(RowNames.KernelRefusesClear, setup, [clear, clear, clear], "XfrmInTmplMismatch");
    }

    private void FromKernel(CaseSetup setup)
    {
        byte[] last = [], unopened = [];
        Check(RowNames.WeOpen, () =>
        {
            foreach (var size in Sizes)
            {
                var payload = Payload(size);
                setup.Socket.Send(payload);
                last = network.Receive(IpProtocol.Esp);
                RequireDatagram(setup.Ours.Open(last), payload);
            }

            setup.Socket.Send(Payload(40));
            unopened = network.Receive(IpProtocol.Esp);
            return $"{Sizes.Length} packets";
        });
        Check(RowNames.WeRefuseReplays, () => setup.Ours.RequireRefusal([last, last, last, last, last], IpsecDiscard.Replay));
        Check(RowNames.WeRefuseAltered, () => setup.Ours.RequireRefusal(Frames.Altered(unopened), IpsecDiscard.IntegrityFailure));
        Check(
            RowNames.WeRefuseTruncated,
            () => setup.Ours.RequireRefusal(Frames.Truncated(unopened), IpsecDiscard.Malformed, IpsecDiscard.IntegrityFailure));
        Check(RowNames.WeRefuseUnknownSpi, () => setup.Ours.RequireRefusal([Frames.WithOtherSpi(unopened)], IpsecDiscard.UnknownSpi));
        Check(RowNames.WeRefuseClear, () =>
        {
            setup.Ours.Open(unopened);
            setup.LetKernelSpeakClear();
            setup.Socket.Send(Payload(40));
            return setup.Ours.RequireRefusal([network.Receive(IpProtocol.Udp)], IpsecDiscard.ProtectionRequired);
        });
    }

    private void Refused(string name, CaseSetup setup, byte[][] packets, params string[] counters) =>
        Check(name, () =>
        {
            var counted = XfrmStatistics.RequireGrowth(packets.Length, counters, () => Array.ForEach(packets, packet => network.Send(packet)));
            TrialException.Require(setup.Socket.IsEmpty, "something arrived");
            return counted;
        });

    private void Check(string name, Func<string> trial) => report.Check(RowNames.Of(plan, name), trial);

    private static byte[] Payload(int size) => [.. Enumerable.Range(0, size).Select(i => (byte)(i * 7 + size))];

    private void RequireDatagram(byte[] packet, byte[] payload)
    {
        TrialException.Require(Frames.Protocol(packet) == IpProtocol.Udp, "what we opened is not UDP");
        var datagram = packet.AsSpan(Frames.HeaderLength(packet));
        TrialException.Require(datagram[UdpHeader.Size..].SequenceEqual(payload), $"{payload.Length} bytes of payload came out changed");
        TrialException.Require(BinaryPrimitives.ReadUInt16BigEndian(datagram[2..]) == KernelUdp.OurPort, "wrong port");
        var (kernel, ours) = plan.Inner;
        var valid = ours.IsIpv4
            ? InternetChecksum.IsValid(packet.AsSpan(0, Ipv4Header.Size)) && UdpHeader.IsChecksumValid(datagram, kernel.AsIpv4, ours.AsIpv4)
            : UdpHeader.IsChecksumValid(datagram, kernel.AsIpv6, ours.AsIpv6);
        TrialException.Require(valid, "wrong checksum");
    }
}
