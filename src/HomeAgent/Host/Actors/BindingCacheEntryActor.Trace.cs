using DsMip.HomeAgent.Telemetry;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Actors;

/// <summary>What becomes of the frame that is being dealt with: there is one at a time.</summary>
public sealed partial class BindingCacheEntryActor
{
    private EntityTrace? _trace;

    private void BeginTrace(ISignallingFrame frame) => _trace = EntityTrace.Begin(frame.Trace, _home, frame.Ingress);

    private void EndTrace(BindingStatus status)
    {
        _trace?.Answered(status);
        EndTrace(DropReason.None);
    }

    private void EndTrace(DropReason why)
    {
        _trace?.End(why);
        _trace = null;
    }

    private void EndTrace(string failure)
    {
        _trace?.Fail(failure);
        _trace = null;
    }
}
