namespace OrthancLauncher.EndToEnd.Tests.Support;

/// <summary>What a test needs besides itself. A test whose parts are not all there is skipped, saying which is missing.</summary>
[Flags]
public enum Part
{
    None = 0,

    /// <summary>The published native executable.</summary>
    Binary = 1,

    /// <summary>A C compiler, for the stand-in.</summary>
    Compiler = 2,

    /// <summary>The published executable and a compiled stand-in to start it by and to be started by it.</summary>
    Launcher = Binary | Compiler,

    /// <summary>The rights of root.</summary>
    Root = 4,

    /// <summary>A mount namespace of one's own: <c>unshare</c> and the right to use it.</summary>
    Mounts = 8,

    /// <summary><c>setpriv</c>, to become another user.</summary>
    Users = 16,

    /// <summary>Debian's Orthanc and its plugins.</summary>
    Orthanc = 32,

    /// <summary>PostgreSQL's server binaries.</summary>
    PostgreSql = 64,

    /// <summary><c>strace</c>, to see what a program does to the file system.</summary>
    Tracing = 128,

    /// <summary><c>man</c>, and Python to write what it shows.</summary>
    ManPages = 256,

    /// <summary>bash, zsh and fish, and Python to type into them.</summary>
    Shells = 512,

    /// <summary>A container of sorts with the real Orthanc in it.</summary>
    Container = Launcher | Root | Mounts | Orthanc,
}
