using DsMip.HomeAgent.Directory;
using DsMip.IPsec;

namespace DsMip.HomeAgent.Admin.MobileNodes;

/// <summary>A mobile node that was created, or whose keys were changed.</summary>
/// <param name="GeneratedKeys">Keys that were made here. This is the only time that they are shown. Null: all keys were given.</param>
public sealed record ProvisionedJson(MobileNodeJson MobileNode, GeneratedKeysJson? GeneratedKeys)
{
    internal static ProvisionedJson From(ProvisionedMobileNode stored, MobileNodeDraft draft) => new(MobileNodeJson.From(stored), GeneratedKeysJson.From(stored.Node!, draft));
}

/// <param name="BindingUpdate">Null: given.</param>
/// <param name="BindingAcknowledgement">Null: given.</param>
public sealed record GeneratedKeysJson(KeyMaterialJson? BindingUpdate, KeyMaterialJson? BindingAcknowledgement)
{
    internal static GeneratedKeysJson? From(SealedMobileNode node, MobileNodeDraft draft)
    {
        var update = draft.IsFresh("BindingUpdate") ? KeyMaterialJson.From(node.Update) : null;
        var acknowledgement = draft.IsFresh("BindingAcknowledgement") ? KeyMaterialJson.From(node.Acknowledgement) : null;
        return update is null && acknowledgement is null ? null : new(update, acknowledgement);
    }
}

/// <summary>Keys as the configuration of a mobile node has them.</summary>
/// <param name="EncryptionKey">Hexadecimal; null where the suite has none.</param>
/// <param name="IntegrityKey">Hexadecimal; null where the suite has none.</param>
public sealed record KeyMaterialJson(string? EncryptionKey, string? IntegrityKey)
{
    internal static KeyMaterialJson From(ManualSecurityAssociation sa) => new(sa.EncryptionKey, sa.IntegrityKey);

    // Records print their members.
    public override string ToString() => nameof(KeyMaterialJson);
}
