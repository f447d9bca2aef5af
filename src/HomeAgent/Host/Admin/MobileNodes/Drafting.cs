using DsMip.HomeAgent.Directory;
using DsMip.IPsec;
using DsMip.Wire;

namespace DsMip.HomeAgent.Admin.MobileNodes;

/// <summary>Bodies of requests to what they want a mobile node to be.</summary>
internal static class Drafting
{
    public static MobileNodeDraft Of(MobileNodeCreation body)
    {
        var draft = new MobileNodeDraft();
        draft.Set("HomeAddress", body.HomeAddress);
        draft.Set("Ipv4HomeAddress", body.Ipv4HomeAddress);
        draft.SetAll("MobileNetworkPrefixes", body.MobileNetworkPrefixes);
        draft.SetAll("Ipv4MobileNetworkPrefixes", body.Ipv4MobileNetworkPrefixes);
        Set(draft, "BindingUpdate", body.BindingUpdate, null);
        Set(draft, "BindingAcknowledgement", body.BindingAcknowledgement, null);
        return draft;
    }

    public static MobileNodeDraft Of(Ipv6Address home, MobileNodeChange body)
    {
        var draft = new MobileNodeDraft();
        draft.Set("HomeAddress", home.ToString());
        draft.Set("Ipv4HomeAddress", body.Ipv4HomeAddress);
        draft.SetAll("MobileNetworkPrefixes", body.MobileNetworkPrefixes);
        draft.SetAll("Ipv4MobileNetworkPrefixes", body.Ipv4MobileNetworkPrefixes);
        return draft;
    }

    /// <param name="now">What it has now; null: it cannot be read, and nothing of it stays.</param>
    public static MobileNodeDraft Of(Ipv6Address home, KeyRotation? body, SealedMobileNode? now)
    {
        var draft = new MobileNodeDraft();
        draft.Set("HomeAddress", home.ToString());
        Set(draft, "BindingUpdate", body?.BindingUpdate, now?.Update);
        Set(draft, "BindingAcknowledgement", body?.BindingAcknowledgement, now?.Acknowledgement);
        return draft;
    }

    private static void Set(MobileNodeDraft draft, string association, AssociationRequest? said, ManualSecurityAssociation? now)
    {
        draft.Set($"{association}:Spi", said?.Spi ?? (now is null ? null : $"0x{now.Spi:x8}"));
        draft.Set($"{association}:Suite", said?.Suite ?? now?.Suite);
        draft.Set($"{association}:EncryptionKey", said?.EncryptionKey);
        draft.Set($"{association}:IntegrityKey", said?.IntegrityKey);
        draft.Set($"{association}:ExtendedSequenceNumbers", (said?.ExtendedSequenceNumbers ?? now?.ExtendedSequenceNumbers)?.ToString());
    }
}
