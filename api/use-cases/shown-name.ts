/** How people know who did something. Rows keep the e-mail address, which stays when somebody changes their name. */

/** SQL: the name of the person with the address that a column holds; of a program or a command what the column says. */
export function shownName(column: string): string {
  return `coalesce((select u.name from app_user u where u.email = ${column}), ${column})`
}
