using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.Core;

/// <summary>
/// What the home agent may hold of us, as opposed to what it has acknowledged: a Binding Update whose answer was lost begins a lifetime all the
/// same. Only when every lifetime that was asked for is over is silence as good as an answer.
/// </summary>
internal sealed class PossibleBinding
{
    // One may be left from before the start, with a lifetime that nobody knows.
    private bool _fromBefore = true;
    private DateTimeOffset _ends;

    public bool Exists { get; private set; } = true;

    public void Requested(DateTimeOffset now, BindingLifetime lifetime)
    {
        var ends = now + lifetime.ToTimeSpan();
        if (!Exists || ends > _ends) _ends = ends;
        Exists = true;
    }

    /// <summary>The home agent took one of ours: it replaced whatever was there.</summary>
    public void Accepted() => _fromBefore = false;

    /// <summary>The home agent says that there is none.</summary>
    public void Removed() => (Exists, _fromBefore) = (false, false);

    public bool HasEnded(DateTimeOffset now) => Exists && !_fromBefore && _ends <= now;
}
