namespace DsMip.HomeAgent.Actors.Revocation;

/// <summary>Ends bindings for an operator, wherever in the cluster they are held.</summary>
public interface IBindingRevocation
{
    /// <summary>Returns when the binding is gone, which takes three seconds if the mobile node does not answer and the configuration is the usual one.</summary>
    /// <exception cref="ArgumentException">The trigger is 128 or more: those are of many mobile nodes at once (RFC 5846 5.1).</exception>
    /// <exception cref="OperationCanceledException">The revocation may go on all the same.</exception>
    Task<BindingRevoked> RevokeAsync(RevokeBinding request, CancellationToken cancellation);
}
