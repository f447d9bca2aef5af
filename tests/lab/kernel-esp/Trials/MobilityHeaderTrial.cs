using System.Buffers.Binary;
using System.Globalization;
using DsMip.IPsec;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.KernelEsp.Lab;

/// <summary>
/// Transport-mode SAs for Mobility Header messages: type 5 to the kernel, type 6 from it, as between a mobile node (we) and a home agent (the
/// kernel with mip6).
/// </summary>
/// <remarks>
/// We select by type both ways, the kernel on the way out only. On the way in Linux (6.1) reads the type at the end of the message in
/// place of its beginning, so a selector with a type never matches and a policy with one lets the message pass in the clear: its inbound SA
/// and policy have to name the protocol alone.
/// </remarks>
internal sealed class MobilityHeaderTrial(LabNetwork network, Report report)
{
    private const uint FlowLabel = 0xabcde;
    private const byte UpdateType = (byte)MobilityHeaderType.BindingUpdate;
    private const byte AcknowledgementType = (byte)MobilityHeaderType.BindingAcknowledgement;

    private static readonly Ends Between = Ends.OuterIpv6;
    private static readonly string Kernel = Between.Kernel.ToString();
    private static readonly string Us = Between.Ours.ToString();

    private static readonly byte[] Update = Message(new BindingUpdate(new SequenceNumber(7), default, new BindingLifetime(75), MobilityOptions.None));

    private static readonly byte[] Acknowledgement = Message(
        new BindingAcknowledgement(default, default, new SequenceNumber(7), new BindingLifetime(75), MobilityOptions.None));

    public void Run()
    {
        using var socket = new KernelMobilitySocket(Between);
        using var ours = Configure(out var careless);
        using var disposed = careless;
        network.Drain();

        report.Check(RowNames.BindingUpdateToKernel, () => UpdateArrives(ours, socket));
        report.Check(RowNames.KernelRefusesOtherProtocol, () =>
            Refused(socket, "XfrmInStateMismatch", careless.Seal(Frames.Udp(Between, KernelUdp.OurPort, KernelUdp.Port, [1]))));
        report.Check(RowNames.KernelRefusesClearMobility, () => Refused(socket, "XfrmInTmplMismatch", FromUs(Update)));
        report.Check(RowNames.AcknowledgementFromKernel, () => AcknowledgementOpens(ours, socket));
        report.Check(RowNames.OtherTypeStaysClear, () => OtherTypeStaysClear(ours, socket));
        report.Check(RowNames.WeRefuseOtherType, () => WeRefuseOtherType(ours, socket));
        report.Check(RowNames.WeRefuseClearType, () => WeRefuseClear(ours, socket));
    }

    /// <summary>Our side as it must be, and one that seals anything with the same keys.</summary>
    private static OurEsp Configure(out OurEsp careless)
    {
        var update = LabKeys.New(0x3005, EspSuite.AesGcm128, extended: true);
        var acknowledgement = LabKeys.New(0x3006, EspSuite.AesCbc128HmacSha256, extended: true);
        KernelEsp.Flush();
        KernelEsp.AddState(IpsecMode.Transport, Us, Kernel, update, 0, ["sel", .. Selector(Us, Kernel)]);
        KernelEsp.AddState(IpsecMode.Transport, Kernel, Us, acknowledgement);
        KernelEsp.AddPolicy(IpsecMode.Transport, "in", Selector(Us, Kernel), Us, Kernel);
        KernelEsp.AddPolicy(IpsecMode.Transport, "out", Selector(Kernel, Us, AcknowledgementType), Kernel, Us);

        var updates = TrafficSelector.MobilityHeader(Between.Ours, Between.Kernel, UpdateType);
        var acknowledgements = TrafficSelector.MobilityHeader(Between.Ours, Between.Kernel, AcknowledgementType);
        careless = new OurEsp(
            Resumed(new OutboundSecurityAssociation(update.Parameters(), default), 1000),
            new InboundSecurityAssociation(acknowledgement.Parameters(), default),
            SecurityPolicy.Protect(PolicyDirection.Both, default));
        return new OurEsp(
            new OutboundSecurityAssociation(update.Parameters(), updates),
            new InboundSecurityAssociation(acknowledgement.Parameters(), acknowledgements),
            SecurityPolicy.Protect(PolicyDirection.Outbound, updates),
            SecurityPolicy.Protect(PolicyDirection.Inbound, acknowledgements),
            SecurityPolicy.Bypass(PolicyDirection.Both, default));
    }

    private string UpdateArrives(OurEsp ours, KernelMobilitySocket socket)
    {
        var wire = ours.Seal(FromUs(Update));
        BinaryPrimitives.WriteUInt32BigEndian(wire, 0x60000000 | FlowLabel);
        network.Send(wire);
        var received = socket.Receive();
        TrialException.Require(received is not null, "it did not arrive");
        TrialException.Require(received!.Value.Message.AsSpan().SequenceEqual(Update), "it arrived changed");
        TrialException.Require(received.Value.FlowLabel == FlowLabel, $"flow label {received.Value.FlowLabel:x}");
        return string.Create(CultureInfo.InvariantCulture, $"flow label {FlowLabel:x}");
    }

    private string AcknowledgementOpens(OurEsp ours, KernelMobilitySocket socket)
    {
        socket.Send(Acknowledgement);
        var wire = network.Receive(IpProtocol.Esp);
        BinaryPrimitives.WriteUInt32BigEndian(wire, 0x60000000 | FlowLabel);
        var clear = ours.Open(wire);
        TrialException.Require(Ipv6Header.TryRead(clear, out var header, out _) && header.FlowLabel == FlowLabel, "the flow label changed");
        TrialException.Require(clear.AsSpan(Ipv6Header.Size).SequenceEqual(Acknowledgement), "it came out changed");
        return string.Create(CultureInfo.InvariantCulture, $"flow label {FlowLabel:x}");
    }

    private string OtherTypeStaysClear(OurEsp ours, KernelMobilitySocket socket)
    {
        var message = Message(new HomeTestInit(1, MobilityOptions.None));
        socket.Send(message);
        var wire = network.Receive(IpProtocol.MobilityHeader);
        TrialException.Require(ours.Open(wire).AsSpan().SequenceEqual(wire), "it came out changed");
        TrialException.Require(ours.Seal(FromUs(message)).AsSpan().SequenceEqual(FromUs(message)), "ours does not go out as it is");
        return "bypassed";
    }

    private string WeRefuseOtherType(OurEsp ours, KernelMobilitySocket socket)
    {
        KernelEsp.AddPolicy(IpsecMode.Transport, "out", Selector(Kernel, Us, UpdateType), Kernel, Us);
        socket.Send(Update);
        return ours.RequireRefusal([network.Receive(IpProtocol.Esp)], IpsecDiscard.SelectorMismatch);
    }

    private string WeRefuseClear(OurEsp ours, KernelMobilitySocket socket)
    {
        KernelEsp.DeletePolicy("out", Selector(Kernel, Us, AcknowledgementType));
        socket.Send(Acknowledgement);
        return ours.RequireRefusal([network.Receive(IpProtocol.MobilityHeader)], IpsecDiscard.ProtectionRequired);
    }

    private string Refused(KernelMobilitySocket socket, string counter, byte[] packet)
    {
        var counted = XfrmStatistics.RequireGrowth(1, [counter], () => network.Send(packet));
        TrialException.Require(socket.IsEmpty, "it arrived");
        return counted;
    }

    private static string[] Selector(string source, string destination) => ["src", source, "dst", destination, "proto", "135"];

    private static string[] Selector(string source, string destination, byte type) =>
        [.. Selector(source, destination), "type", type.ToString(CultureInfo.InvariantCulture)];

    private static OutboundSecurityAssociation Resumed(OutboundSecurityAssociation sa, ulong next)
    {
        sa.Sequence.ResumeAt(next);
        return sa;
    }

    private static byte[] FromUs(byte[] message) => Frames.Ip(Between, IpProtocol.MobilityHeader, message);

    // The sum over the pseudo-header is the same in both directions, and so is the checksum.
    private static byte[] Message(IMobilityMessage message) => MobilityHeaderCodec.Write(message, Between.Ours.AsIpv6, Between.Kernel.AsIpv6);
}
