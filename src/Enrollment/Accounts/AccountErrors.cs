using Enrollment.Pipeline;

namespace Enrollment.Accounts;

public static class AccountErrors
{
    public static Refusal Lacks(Caller caller, Permission permission) =>
        caller.Role == Role.Anonymous
            ? TokenNeeded
            : new Refusal(
                RefusalKind.Forbidden,
                "permission_denied",
                $"The role {caller.Role} lacks the permission {permission}. Ask an administrator for it."
            );

    public static Refusal TokenNeeded { get; } =
        new(
            RefusalKind.Unauthenticated,
            "authentication_required",
            "Send an access token in the header 'Authorization: Bearer ...'."
        );

    public static Refusal NotYours { get; } =
        new(
            RefusalKind.Forbidden,
            "not_your_record",
            "This record belongs to somebody else. A student sees and changes only the own records."
        );
}
