using DsMip.Linux.Netlink.Xfrm;
using DsMip.Wire;

namespace DsMip.NativeIpsec;

/// <summary>
/// The number that ties a policy to its states, from the home address and the purpose alone: whoever makes the states, after whatever restart, comes
/// to the same one. Two home addresses that share a number do no harm: addresses are compared as well.
/// </summary>
/// <remarks>
/// <code>
/// 1 (1 bit, away from numbers that others count up from 1) | hash of the home address (28) | purpose (3)
/// </code>
/// </remarks>
public static class SignallingReqids
{
    private const uint Ours = 0x8000_0000;
    private const int PurposeBits = 3;

    public static uint Of(Ipv6Address homeAddress, AssociationPurpose purpose) =>
        Ours | Hash(homeAddress) << PurposeBits | (uint)purpose;

    /// <summary>What a state of this number is for; <see cref="AssociationPurpose.Other"/> if the number is not this home address's, or not of this mode.</summary>
    public static AssociationPurpose PurposeOf(Ipv6Address homeAddress, uint reqid, XfrmMode mode)
    {
        var purpose = (AssociationPurpose)(reqid & ((1 << PurposeBits) - 1));
        var expected = purpose is AssociationPurpose.Signalling or AssociationPurpose.PrefixDiscovery ? XfrmMode.Transport : XfrmMode.Tunnel;
        return mode == expected && purpose <= AssociationPurpose.Payload && reqid == Of(homeAddress, purpose) ? purpose : AssociationPurpose.Other;
    }

    /// <summary>Neighbouring home addresses differ in few bits; multiplying spreads them (Knuth 6.4, with the golden ratio in 64 bits).</summary>
    private static uint Hash(Ipv6Address address)
    {
        const ulong golden = 0x9e37_79b9_7f4a_7c15;
        var mixed = ((ulong)(address.Value >> 64) * golden ^ (ulong)address.Value) * golden;
        return (uint)((mixed ^ mixed >> 32) * golden >> 36);
    }
}
