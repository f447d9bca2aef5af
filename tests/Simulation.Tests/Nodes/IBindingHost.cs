using DsMip.Simulation.Tests.Network;
using DsMip.Tunnel;
using DsMip.Wire.Mobility;

namespace DsMip.Simulation.Tests.Nodes;

/// <summary>What surrounds the entity: store, datapath and the way out.</summary>
internal interface IBindingHost
{
    /// <summary>Durable when it returns.</summary>
    /// <param name="frame">The frame that the decided Binding Update came in.</param>
    DurableState Persist(DurableState state, Frame frame, DateTimeOffset decided);

    void Push(DurableState state);

    void Answer(BindingAcknowledgement acknowledgement, Ingress ingress);
}
