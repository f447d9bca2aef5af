namespace DsMip.HomeAgent.Actors.Revocation;

/// <summary>Ends bindings for an operator, wherever in the cluster they are held.</summary>
public interface IBindingRevocation
{
    /// <summary>Returns when the binding is gone, which takes seconds if the mobile node does not answer. Never throws but for <paramref name="cancellation"/>.</summary>
    /// <exception cref="OperationCanceledException">The revocation may go on all the same.</exception>
    Task<BindingRevoked> RevokeAsync(RevokeBinding request, CancellationToken cancellation);
}
