using DsMip.HomeAgent.Actors;

namespace DsMip.HomeAgent.Edge;

/// <summary>Takes the answers of entities at an edge.</summary>
public interface ISignallingEgress
{
    /// <summary>Sends a sealed acknowledgement back by the way of its Binding Update.</summary>
    void Transmit(Transmit answer);

    /// <summary>The frame received then is no longer under way to its entity.</summary>
    void Ended(FrameDropped dropped);
}
