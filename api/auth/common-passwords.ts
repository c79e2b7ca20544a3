/** What people and guessing programs try first, in lower case; with digits and signs taken off, too. */
export const commonPasswords: ReadonlySet<string> = new Set([
  'password', 'passwordpassword', 'passwort', 'passwortpasswort', 'meinpasswort', 'mypassword', 'geheim', 'geheimgeheim',
  'secret', 'secretsecret', 'topsecret', 'letmein', 'letmeinletmein', 'letmeinplease', 'changeme', 'changemechangeme',
  'changemeplease', 'pleasechangeme', 'bitteaendern', 'bitteändern', 'welcome', 'welcomewelcome', 'willkommen',
  'administrator', 'administratoradministrator', 'admin', 'adminadmin', 'adminadminadmin', 'root', 'rootroot',
  'rootrootroot', 'supervisor', 'operator', 'operatoroperator', 'engineer', 'maintenance', 'instandhaltung', 'default',
  'defaultpassword', 'standardpasswort', 'temporary', 'temporarypassword', 'testtesttest', 'test', 'testtest',
  'qwertyuiop', 'qwertyuiopasdf', 'qwertyuiopasdfghjkl', 'qwertyqwerty', 'qwertzuiop', 'qwertzuiopü', 'qwertzqwertz',
  'asdfghjkl', 'asdfasdfasdf', 'asdfghasdfgh', 'yxcvbnmyxcvbnm', 'zxcvbnmzxcvbnm', 'qazwsxedcrfv', 'qazwsxedc',
  '1q2w3e4r5t6y', '1q2w3e4r5t6z', '1qaz2wsx3edc', '1qaz2wsx3edc4rfv', 'q1w2e3r4t5y6', 'q1w2e3r4t5z6', 'abcabcabcabc',
  '123123123123', '123456123456', '112233445566', '121212121212', '102030405060', '123qweasdzxc', '123qwe123qwe',
  'iloveyou', 'iloveyouiloveyou', 'ichliebedich', 'trustno', 'sunshine', 'sunshinesunshine', 'princess', 'football',
  'fussball', 'fußball', 'baseball', 'monkeymonkey', 'dragon', 'dragondragon', 'master', 'mastermaster', 'superman',
  'batman', 'hallohallo', 'hallo', 'hallohallohallo', 'hallowelt', 'helloworld', 'hello', 'hellohello', 'sommer',
  'winter', 'frühling', 'herbst', 'summer', 'spring', 'autumn', 'correcthorsebatterystaple',
]) // prettier-ignore
