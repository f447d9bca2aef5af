namespace DsMip.Tunnel;

/// <summary>How a message that comes out of IPsec finds the way that belongs to it.</summary>
public enum ReassociationTechnique : byte
{
    /// <summary>By a number in its flow label. Exact, whatever else is inside IPsec.</summary>
    Tag,

    /// <summary>One packet at a time is inside IPsec, as the draft has it: right as long as IPsec gives back before it returns.</summary>
    Lock,
}

public static class ReassociationTechniques
{
    /// <param name="capacity">With <see cref="ReassociationTechnique.Tag"/>: packets inside IPsec at the same time.</param>
    public static IReassociation Create(this ReassociationTechnique technique, int capacity) =>
        technique == ReassociationTechnique.Tag ? new TagReassociation(new IngressLedger(capacity)) : new LockReassociation();
}
