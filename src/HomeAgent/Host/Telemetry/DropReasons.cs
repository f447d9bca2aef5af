using DsMip.IPsec;
using DsMip.Wire;

namespace DsMip.HomeAgent.Telemetry;

/// <summary>The reasons of IPsec, which knows nothing of us, in the terms of our drop counter.</summary>
public static class DropReasons
{
    public static DropReason Of(IpsecDiscard why) => why switch
    {
        IpsecDiscard.None => DropReason.None,
        IpsecDiscard.Malformed => DropReason.BadLength,
        IpsecDiscard.UnknownSpi => DropReason.UnknownSecurityParametersIndex,
        IpsecDiscard.Replay => DropReason.ReplayedPacket,
        IpsecDiscard.SelectorMismatch => DropReason.SelectorMismatch,
        IpsecDiscard.ProtectionRequired or IpsecDiscard.PolicyDiscard or IpsecDiscard.NoPolicy => DropReason.UnprotectedSignalling,
        IpsecDiscard.Fragment => DropReason.FragmentNotSupported,
        IpsecDiscard.TooBig => DropReason.PacketTooBig,
        IpsecDiscard.Unavailable => DropReason.Unreachable,
        _ => DropReason.SecurityFailure,
    };
}
