namespace DsMip.Load;

/// <summary>Something that whoever started the program has to put right. Printed as one line; never a stack trace.</summary>
public sealed class LoadException(string message) : Exception(message)
{
    /// <summary>Exit code of the process.</summary>
    public const int ExitCode = 2;
}
