using DsMip.Wire;

namespace DsMip.MobileNode.Datapath.Correspondents;

/// <summary>A correspondent that was told a care-of address.</summary>
/// <param name="CareOf">Where packets to it leave from; null: it has not acknowledged.</param>
internal sealed record OptimizedRoute(Ipv6Address? CareOf)
{
    private bool _isUsed;

    /// <summary>Packets went one way or the other; any thread looks.</summary>
    public bool IsUsed => Volatile.Read(ref _isUsed);

    public void Use()
    {
        if (!_isUsed) Volatile.Write(ref _isUsed, true);
    }
}
